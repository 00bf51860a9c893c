import axe from "axe-core";
import {
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from "vitest";
import {
  ACCOUNT,
  counts,
  find,
  findAll,
  listedTitle,
  mockHass,
  settle,
  showCard,
  textOf,
  titlePages,
  titles,
  withOtherState,
  type MockHass,
} from "../test/mock-hass";
import type { ListedTitle, Request, TitlePage } from "./contract";
import { GamesCard } from "./games-card";

const SEARCH_DELAY = 200;
const READ_DELAY = 80;
/** Of a row, until the list was measured, which nothing here does. */
const HEIGHT = 84;
/** As many as there is room for in a list of the usual height. */
const PAGE = 6;

beforeAll(() => {
  // The list can be measured only once it is drawn.
  GamesCard.disableWarning?.("change-in-update");
});

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-04T12:00:00Z") });
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const home = (all: ListedTitle[], platforms?: TitlePage["platforms"]) =>
  mockHass({ titles: titlePages(all, platforms) });

/** A home whose only game is called like what was asked for. */
const echo = (): MockHass =>
  mockHass({
    titles: ({ sort, status, platform, search }: Request) => ({
      total: 1,
      platforms: ["PS4", "PS5"],
      titles: [
        listedTitle(1, {
          title_name: [sort, status, platform, search].join("/"),
        }),
      ],
    }),
  });

const show = (hass: MockHass, config: object = {}): Promise<GamesCard> =>
  showCard(new GamesCard(), hass, config);

/** Show a single game. */
const showOne = (changes: Partial<ListedTitle>, config: object = {}) =>
  show(home([listedTitle(1, changes)]), config);

const rows = (card: GamesCard) => findAll(card, "[role=listitem]");
const texts = (card: GamesCard, selector: string): string[] =>
  findAll(card, selector).map(textOf);
const names = (card: GamesCard): string[] => texts(card, ".name");
const button = (card: GamesCard, row: number): HTMLElement =>
  find(card, `[data-row="${row}"]`);
const tabStops = (card: GamesCard): (string | undefined)[] =>
  findAll(card, "[data-row][tabindex='0']").map(
    ({ dataset }) => dataset["row"],
  );
const field = (card: GamesCard, label: string) =>
  find(card, `[aria-label="${label}"]`) as HTMLSelectElement;
const searchField = (card: GamesCard) =>
  find(card, "input") as HTMLInputElement;

async function choose(card: GamesCard, label: string, value: string) {
  field(card, label).value = value;
  field(card, label).dispatchEvent(new Event("change"));
  await settle(card);
}

function type(card: GamesCard, text: string): void {
  searchField(card).value = text;
  searchField(card).dispatchEvent(new Event("input"));
}

async function wait(card: GamesCard, time: number): Promise<void> {
  vi.advanceTimersByTime(time);
  await settle(card);
}

async function search(card: GamesCard, text: string): Promise<void> {
  type(card, text);
  await wait(card, SEARCH_DELAY);
}

async function click(card: GamesCard, selector: string): Promise<void> {
  find(card, selector).click();
  await settle(card);
}

async function scrollTo(card: GamesCard, row: number): Promise<void> {
  const scroller = find(card, ".scroller");
  scroller.scrollTop = row * HEIGHT;
  scroller.dispatchEvent(new Event("scroll"));
  await settle(card);
}

async function press(card: GamesCard, key: string, more: object = {}) {
  const event = new KeyboardEvent("keydown", {
    key,
    bubbles: true,
    cancelable: true,
    ...more,
  });
  card.shadowRoot!.activeElement!.dispatchEvent(event);
  await settle(card);
  return event;
}

describe("a game", () => {
  it("has its name, its platforms, its trophies and how long ago it was", async () => {
    const card = await showOne({ platform: "PS4, PSVITA,PS9" });
    expect(names(card)).toEqual(["Game 1"]);
    expect(texts(card, ".chip")).toEqual(["PS4", "PS Vita", "PS9"]);
    expect(texts(card, ".count")).toEqual([
      "Platinum: 0 of 1 0/1",
      "Gold: 1 of 2 1/2",
      "Silver: 4 of 8 4/8",
      "Bronze: 10 of 20 10/20",
    ]);
    expect(textOf(find(card, ".facts .muted"))).toBe("3 days ago");
  });

  it("has no count of a grade there is none of", async () => {
    const card = await showOne({
      earned: counts(3),
      defined: counts(12, 0, 1),
    });
    expect(texts(card, ".count")).toEqual([
      "Gold: 0 of 1 0/1",
      "Bronze: 3 of 12 3/12",
    ]);
  });

  it("has its progress as a bar and a number", async () => {
    const card = await showOne({ progress: 37 });
    expect(find(card, ".bar span").style.inlineSize).toBe("37%");
    expect(textOf(find(card, ".percent"))).toBe("37%");
  });

  it.each([
    ["a platinum trophy", { earned: counts(9, 9, 9, 1) }, ["platinum"]],
    ["all of its trophies", { progress: 100 }, ["gold"]],
    ["neither", { progress: 99 }, []],
  ])("with %s has its medal: %o", async (_, changes, medals) => {
    const card = await showOne(changes);
    const found = findAll(card, ".medal .trophy");
    expect(found).toHaveLength(medals.length);
    for (const medal of medals) {
      expect(found[0]!.getAttribute("class")).toContain(medal);
    }
  });

  it("is read out as it is written, with the grades in words", async () => {
    const card = await showOne({ earned: counts(20, 8, 2, 1), progress: 100 });
    const row = button(card, 0);
    expect(row.hasAttribute("aria-label")).toBe(false);
    for (const text of [
      "Game 1",
      "PS5",
      "Platinum: 1 of 1 1/1",
      "Bronze: 20 of 20 20/20",
    ]) {
      expect(textOf(row)).toContain(text);
    }
    expect(textOf(row)).toMatch(/100%$/);
  });

  it("without a name is called by its id", async () => {
    const card = await showOne({ title_name: " " });
    expect(names(card)).toEqual(["NPWR00001_00"]);
  });

  it("is text, whatever its name is", async () => {
    const title_name = "<img src=x> <b>bold</b>";
    const card = await showOne({ title_name });
    expect(names(card)).toEqual([title_name]);
    expect(findAll(card, "img, b")).toEqual([]);
  });

  it.each([
    ["recent", "50%", "3 days ago"],
    ["name", "50%", "3 days ago"],
    ["closest_platinum", "60%", "Base game"],
    ["rarest", "50%", "Rarest trophy: 4.2%"],
    ["what_next", "60%", "Still missing: 6 · Rarest trophy: 2.5%"],
  ])("in the order %s has %s and %s", async (sort, percent, fact) => {
    const card = await showOne({}, { sort });
    expect(textOf(find(card, ".percent"))).toBe(percent);
    expect(find(card, ".bar span").style.inlineSize).toBe(percent);
    expect(textOf(find(card, ".facts .muted"))).toBe(fact);
  });

  it("without a rare trophy has its time among the rarest", async () => {
    const card = await showOne({ rarest_rate: null }, { sort: "rarest" });
    expect(textOf(find(card, ".facts .muted"))).toBe("3 days ago");
  });
});

describe("what is next", () => {
  it.each([
    [{ hardest_rate: null }, "60%", "Still missing: 6"],
    [{ missing: null, hardest_rate: null }, "60%", "3 days ago"],
    [
      { base_game_progress: 100, progress: 80 },
      "80%",
      "Still missing: 6 · Rarest trophy: 2.5%",
    ],
  ])("of %j is %s, and %s", async (changes, percent, fact) => {
    const card = await showOne(changes, { sort: "what_next" });
    expect(textOf(find(card, ".percent"))).toBe(percent);
    expect(textOf(find(card, ".facts .muted"))).toBe(fact);
  });
});

describe("the games", () => {
  it.each([
    [1, "1 game"],
    [3, "3 games"],
    [2000, "2,000 games"],
  ])("are counted: %i", async (count, text) => {
    const card = await show(home(titles(count)));
    expect(textOf(find(card, "header [role=status]"))).toBe(text);
  });

  it("are told of where there is none at all", async () => {
    const card = await show(home([]));
    expect(textOf(find(card, ".message"))).toBe(
      "No game yet. The first one you play appears here.",
    );
    expect(findAll(card, ".controls, [role=list]")).toEqual([]);
  });

  it("have their shapes before they are there", async () => {
    const hass = home(titles(3));
    hass.connection.hold();
    const card = await show(hass);
    expect(textOf(find(card, "[aria-busy=true]"))).toBe("Loading…");
    expect(findAll(card, ".skeleton .row")).not.toHaveLength(0);
    expect(findAll(card, "header [role=status]")).toEqual([]);
    hass.connection.release();
    await settle(card);
    expect(names(card)).toEqual(["Game 1", "Game 2", "Game 3"]);
  });

  it("are not drawn again because some entity changed", async () => {
    const hass = home(titles(3));
    const card = await show(hass);
    const draw = vi.spyOn(card, "render");
    card.hass = withOtherState(hass);
    await settle(card);
    expect(draw).not.toHaveBeenCalled();
    hass.connection.push();
    await settle(card);
    expect(draw).toHaveBeenCalledOnce();
  });

  it("are accessible", async () => {
    vi.useRealTimers();
    const card = await show(home(titles(30)));
    document.documentElement.lang = "en";
    const { violations } = await axe.run(card, {
      // Neither a whole page nor drawn.
      rules: {
        region: { enabled: false },
        "color-contrast": { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});

describe("the choice", () => {
  it.each([
    ["Sort by", "name", { sort: "name" }, "name///"],
    ["Sort by", "rarest", { sort: "rarest" }, "rarest///"],
    ["Show", "completed", { status: "completed" }, "recent/completed//"],
    ["Platform", "PS4", { platform: ["PS4"] }, "recent//PS4/"],
  ])("“%s” as %s is asked for", async (label, value, asked, name) => {
    const hass = echo();
    const card = await show(hass);
    expect(names(card)).toEqual(["recent///"]);
    await choose(card, label, value);
    expect(hass.connection.active).toEqual([
      {
        type: "psn_trophies/subscribe",
        view: "titles",
        sort: "recent",
        limit: 100,
        ...asked,
      },
    ]);
    expect(names(card)).toEqual([name]);
  });

  it.each(["Show", "Platform"])("“%s” can be taken back", async (label) => {
    const card = await show(echo(), { status: "started", platform: "PS5" });
    await choose(card, label, "");
    expect(names(card)).toEqual([
      label === "Show" ? "recent//PS5/" : "recent/started//",
    ]);
  });

  it("begins as the settings say", async () => {
    const hass = echo();
    const card = await show(hass, {
      sort: "progress",
      status: "platinum_missing",
      platform: ["PS3", "PS4"],
      device_id: "device",
    });
    expect(hass.connection.subscribes).toHaveLength(1);
    expect(hass.connection.active).toMatchObject([{ device_id: "device" }]);
    expect(names(card)).toEqual(["progress/platinum_missing/PS3,PS4/"]);
  });

  it("is as the settings say once they were edited, and shown so", async () => {
    const hass = echo();
    const card = await show(hass);
    card.setConfig({
      type: "",
      sort: "closest_platinum",
      status: "completed",
      platform: "PS5",
    });
    await settle(card);
    expect(names(card)).toEqual(["closest_platinum/completed/PS5/"]);
    expect(field(card, "Sort by").value).toBe("closest_platinum");
    expect(field(card, "Show").value).toBe("completed");
    expect(field(card, "Platform").value).toBe("PS5");
  });

  it("can be the platforms of the settings again", async () => {
    const hass = echo();
    const card = await show(hass, { platform: ["PS3", "PS4"] });
    const options = findAll(field(card, "Platform"), "option");
    expect(options.map(textOf)).toEqual([
      "All platforms",
      "PS3, PS4",
      "PS4",
      "PS5",
      "PS3",
    ]);
    await choose(card, "Platform", "PS5");
    expect(hass.connection.active).toMatchObject([{ platform: ["PS5"] }]);
    await choose(card, "Platform", "PS3,PS4");
    expect(hass.connection.active).toMatchObject([
      { platform: ["PS3", "PS4"] },
    ]);
  });

  it("has no platforms where there is but one", async () => {
    const card = await show(home(titles(3), ["PS5"]));
    expect(findAll(card, "select")).toHaveLength(2);
    expect(findAll(card, "[aria-label=Platform]")).toEqual([]);
  });

  it("is not on the card where the settings hide it", async () => {
    const hass = home(titles(3));
    const card = await show(hass, { show_controls: false });
    expect(findAll(card, ".controls, input, select")).toEqual([]);
    expect(names(card)).toHaveLength(3);
  });

  it("shows the games of the old one until those of the new one come", async () => {
    const hass = echo();
    const card = await show(hass);
    const isBusy = () => find(card, "[role=list]").getAttribute("aria-busy");
    expect(isBusy()).toBe("false");
    hass.connection.hold();
    await choose(card, "Sort by", "name");
    expect(names(card)).toEqual(["recent///"]);
    expect(isBusy()).toBe("true");
    hass.connection.release();
    await settle(card);
    expect(names(card)).toEqual(["name///"]);
    expect(isBusy()).toBe("false");
  });

  it("leads to its first game", async () => {
    const card = await show(home(titles(2000)));
    await scrollTo(card, 50);
    await choose(card, "Sort by", "name");
    expect(find(card, ".scroller").scrollTop).toBe(0);
    expect(names(card)[0]).toBe("Game 1");
    expect(tabStops(card)).toEqual(["0"]);
  });
});

describe("the search", () => {
  it("is asked for once somebody stopped typing, without spaces around", async () => {
    const hass = home(titles(12));
    const card = await show(hass);
    type(card, " game");
    await wait(card, SEARCH_DELAY - 1);
    type(card, " game 1 ");
    await wait(card, SEARCH_DELAY - 1);
    expect(hass.connection.subscribes).toHaveLength(1);
    await wait(card, 1);
    expect(hass.connection.subscribes).toHaveLength(2);
    expect(hass.connection.active).toMatchObject([{ search: "game 1" }]);
    expect(names(card)).toEqual(["Game 1", "Game 10", "Game 11", "Game 12"]);
    expect(textOf(find(card, "header [role=status]"))).toBe("4 games");
    expect(searchField(card).value).toBe(" game 1 ");
  });

  it("for nothing is for all", async () => {
    const hass = home(titles(3));
    const card = await show(hass);
    await search(card, "  ");
    expect(hass.connection.subscribes).toHaveLength(1);
    await search(card, "game 2");
    await search(card, "");
    expect(hass.connection.active[0]).not.toHaveProperty("search");
    expect(names(card)).toHaveLength(3);
  });

  it("goes on from nothing found to all, with the focus in it", async () => {
    const hass = home(titles(3));
    const card = await show(hass, { status: "started", platform: "PS5" });
    await search(card, "tetris");
    expect(textOf(find(card, ".message span"))).toBe("No game fits.");
    expect(textOf(find(card, ".message button"))).toBe("Show all games");
    expect(textOf(find(card, "header [role=status]"))).toBe("0 games");
    await click(card, ".message button");
    const [asked] = hass.connection.active;
    for (const name of ["search", "status", "platform"]) {
      expect(asked).not.toHaveProperty(name);
    }
    expect(names(card)).toHaveLength(3);
    expect(searchField(card).value).toBe("");
    expect(card.shadowRoot!.activeElement).toBe(searchField(card));
  });

  it("keeps the focus where it is emptied after nothing was found", async () => {
    const card = await show(home(titles(3)));
    searchField(card).focus();
    await search(card, "tetris");
    await search(card, "");
    expect(names(card)).toHaveLength(3);
    expect(card.shadowRoot!.activeElement).toBe(searchField(card));
  });

  it("is forgotten where all were asked for in the meantime", async () => {
    const hass = home(titles(3));
    const card = await show(hass);
    await search(card, "tetris");
    type(card, "tetris 2");
    await click(card, ".message button");
    await wait(card, SEARCH_DELAY);
    expect(hass.connection.active[0]).not.toHaveProperty("search");
  });

  it("has no button for all where there is no search", async () => {
    const hass = home([]);
    const card = await show(hass, { status: "started", show_controls: false });
    expect(textOf(find(card, ".message"))).toBe("No game fits.");
    expect(findAll(card, ".message button")).toEqual([]);
  });

  it("ends with the card, as does all that is still to be read", async () => {
    const hass = home(titles(2000));
    const card = await show(hass);
    await scrollTo(card, 150);
    type(card, "game");
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    card.remove();
    expect(vi.getTimerCount()).toBe(0);
    expect(hass.connection.active).toEqual([]);
  });
});

describe("thousands of games", () => {
  it("have a few rows drawn, each with its place among all", async () => {
    const card = await show(home(titles(2000)));
    const places = () =>
      rows(card).map((row) => Number(row.getAttribute("aria-posinset")));
    expect(places()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const list = find(card, "[role=list]");
    expect(list.getAttribute("aria-label")).toBe("Games");
    const bare = await show(home(titles(3)), { title: "" });
    expect(find(bare, "[role=list]").getAttribute("aria-label")).toBe("Games");
    expect(list.style.blockSize).toBe(`${2000 * HEIGHT}px`);
    // So slowly that no more are needed ahead.
    vi.spyOn(performance, "now").mockReturnValue(1e6);
    await scrollTo(card, 50);
    expect(places()[0]).toBe(46);
    expect(places()).toHaveLength(17);
    for (const row of rows(card)) {
      const place = Number(row.getAttribute("aria-posinset"));
      expect(row.getAttribute("aria-setsize")).toBe("2000");
      expect(row.style.transform).toBe(`translateY(${(place - 1) * HEIGHT}px)`);
      expect(textOf(find(row, ".name"))).toBe(`Game ${place}`);
    }
  });

  it("are as high as they need to be, up to a limit", async () => {
    const height = async (count: number) =>
      find(await show(home(titles(count))), ".scroller").style.flexBasis;
    expect(await height(2)).toBe(`${2 * HEIGHT}px`);
    expect(await height(2000)).toBe("560px");
  });

  it("are read where somebody scrolls to", async () => {
    const hass = home(titles(2000));
    const card = await show(hass);
    await scrollTo(card, 1500);
    expect(names(card)).toEqual([]);
    expect(button(card, 1500).getAttribute("aria-label")).toBe("Loading…");
    expect(button(card, 1500).getAttribute("aria-disabled")).toBe("true");
    await wait(card, READ_DELAY);
    expect(hass.connection.reads).toMatchObject([
      { view: "titles", sort: "recent", limit: 100, offset: 1400 },
      { offset: 1500 },
    ]);
    expect(textOf(find(button(card, 1500), ".name"))).toBe("Game 1501");
    expect(button(card, 1500).getAttribute("aria-disabled")).toBeNull();
  });

  it("are not read while those of another choice are waited for", async () => {
    const hass = home(titles(2000));
    const card = await show(hass);
    hass.connection.hold();
    await choose(card, "Sort by", "name");
    await scrollTo(card, 150);
    await wait(card, READ_DELAY);
    expect(hass.connection.reads).toEqual([]);
  });

  it("can be tried again where they could not be read", async () => {
    const hass = home(titles(2000));
    const card = await show(hass);
    hass.connection.fail("service_unreachable");
    await scrollTo(card, 150);
    await wait(card, READ_DELAY);
    expect(textOf(find(card, "[role=alert] span"))).toBe(
      "Sony's service cannot be reached. Try again later.",
    );
    await scrollTo(card, 0);
    expect(findAll(card, "[role=alert]")).toEqual([]);
    expect(names(card)).toContain("Game 1");
    await scrollTo(card, 150);
    hass.connection.fail();
    await click(card, "[role=alert] button");
    await wait(card, READ_DELAY);
    expect(findAll(card, "[role=alert]")).toEqual([]);
    expect(names(card)).toContain("Game 151");
  });
});

describe("no game without its platinum", () => {
  const none = () => home([], ["PS5"]);

  it("is a reason to congratulate", async () => {
    const card = await show(none(), { status: "platinum_missing" });
    expect(textOf(find(card, ".message.platinum"))).toContain(
      "Every platinum is yours. Congratulations!",
    );
  });

  it.each([
    { status: "completed" },
    { status: "platinum_missing", platform: "PS4" },
  ])("is none where one looks for something else: %j", async (config) => {
    const card = await show(none(), config);
    expect(textOf(find(card, ".message"))).toContain("No game fits.");
  });

  it("is not known before the library was read", async () => {
    const hass = none();
    hass.connection.account = { ...ACCOUNT, library_progress: 99 };
    const card = await show(hass, { status: "platinum_missing" });
    expect(textOf(find(card, ".message"))).toContain("No game fits.");
  });
});

describe("where there is little room", () => {
  it("order and filters wait behind a button that tells of them", async () => {
    const card = await show(home(titles(3)), { sort: "name" });
    const button = find(card, ".controls button");
    const selects = find(card, ".selects");
    expect(button.getAttribute("aria-label")).toBe("Order and filters");
    expect(button.getAttribute("aria-expanded")).toBe("false");
    expect([...selects.classList]).toEqual(["selects"]);
    button.click();
    await settle(card);
    expect(button.getAttribute("aria-expanded")).toBe("true");
    expect([...selects.classList]).toEqual(["selects", "open"]);
    button.click();
    await settle(card);
    expect(button.getAttribute("aria-expanded")).toBe("false");
  });

  it.each([
    [{}, false],
    [{ sort: "name" }, false],
    [{ status: "started" }, true],
    [{ platform: "PS5" }, true],
  ])("a dot tells that some are left out: %j %s", async (config, isOn) => {
    const card = await show(home(titles(3)), config);
    expect(find(card, ".controls .round").classList.contains("on")).toBe(isOn);
  });
});

describe("the keyboard", () => {
  it.each([
    ["ArrowUp", 2],
    ["ArrowDown", 4],
    ["PageUp", 0],
    ["PageDown", 3 + PAGE],
    ["Home", 0],
    ["End", 1999],
  ])("moves the only tab stop with %s", async (key, expected) => {
    const card = await show(home(titles(2000)));
    expect(tabStops(card)).toEqual(["0"]);
    button(card, 3).focus();
    await settle(card);
    expect(tabStops(card)).toEqual(["3"]);
    const event = await press(card, key);
    expect(event.defaultPrevented).toBe(true);
    expect(tabStops(card)).toEqual([String(expected)]);
    expect(card.shadowRoot!.activeElement).toBe(button(card, expected));
  });

  it("brings the row it leads to into view", async () => {
    const card = await show(home(titles(2000)));
    button(card, 0).focus();
    await press(card, "End");
    const bottom = 2000 * HEIGHT - 560;
    expect(find(card, ".scroller").scrollTop).toBe(bottom);
    await press(card, "Home");
    expect(find(card, ".scroller").scrollTop).toBe(0);
  });

  it.each([
    ["a", {}],
    ["Tab", {}],
    ["ArrowDown", { ctrlKey: true }],
    ["Home", { altKey: true }],
    ["End", { metaKey: true }],
  ])("leaves %s with %o alone", async (key, more) => {
    const card = await show(home(titles(20)));
    button(card, 0).focus();
    const event = await press(card, key, more);
    expect(event.defaultPrevented).toBe(false);
    expect(tabStops(card)).toEqual(["0"]);
  });

  it("keeps the focus in its row, however far somebody scrolls", async () => {
    const card = await show(home(titles(2000)));
    button(card, 3).focus();
    await scrollTo(card, 500);
    expect(card.shadowRoot!.activeElement).toBe(button(card, 3));
    await press(card, "ArrowDown");
    expect(card.shadowRoot!.activeElement).toBe(button(card, 4));
  });

  it("begins with what is in view where the focus was not in it", async () => {
    const card = await show(home(titles(2000)));
    await scrollTo(card, 500);
    expect(tabStops(card)).toEqual(["500"]);
  });
});

describe("the dialog of a game", () => {
  const dialogs = (card: GamesCard) =>
    findAll(card, "psn-trophies-title-dialog") as (HTMLElement & {
      updateComplete: Promise<boolean>;
    })[];
  const close = async (card: GamesCard): Promise<void> => {
    dialogs(card)[0]!.dispatchEvent(new CustomEvent("closed"));
    await settle(card);
  };

  /** Click a row; its dialog is drawn in a task of its own. */
  const open = async (card: GamesCard, row: number): Promise<void> => {
    await click(card, `[data-row='${row}']`);
    await settle(...dialogs(card));
  };

  it("opens with a click and is forgotten when it closes", async () => {
    const hass = home(titles(3));
    const card = await show(hass, { device_id: "device" });
    await open(card, 1);
    expect(dialogs(card)).toHaveLength(1);
    expect(hass.connection.reads).toMatchObject([
      { view: "title", title_id: "NPWR00002_00", device_id: "device" },
    ]);
    expect(card.shadowRoot!.activeElement).toBe(button(card, 1));
    await close(card);
    expect(dialogs(card)).toEqual([]);
    await open(card, 2);
    expect(hass.connection.reads).toMatchObject([
      {},
      { view: "title", title_id: "NPWR00003_00" },
    ]);
  });

  it("does not open for a game that is still to come", async () => {
    const card = await show(home(titles(2000)));
    await scrollTo(card, 150);
    await click(card, "[data-row='150']");
    expect(dialogs(card)).toEqual([]);
  });

  it("follows the game while the list goes on", async () => {
    const all = titles(3);
    const hass = home(all);
    const card = await show(hass);
    await open(card, 0);
    hass.connection.push();
    await settle(card, ...dialogs(card));
    expect(hass.connection.reads).toHaveLength(1);
    all[0] = listedTitle(1, {
      progress: 75,
      last_update: "2026-03-04T12:00:00+00:00",
    });
    hass.connection.push();
    await settle(card, ...dialogs(card));
    expect(hass.connection.reads).toHaveLength(2);
  });
});

describe("the settings", () => {
  it("may have another title", async () => {
    const card = await show(home(titles(3)), { title: "Mine" });
    expect(textOf(find(card, "header h2"))).toBe("Mine");
    const other = await show(home(titles(3)));
    expect(textOf(find(other, "header h2"))).toBe("Games");
  });
});
