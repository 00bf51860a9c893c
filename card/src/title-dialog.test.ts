import axe from "axe-core";
import { afterEach, describe, expect, it } from "vitest";
import {
  counts,
  find,
  findAll,
  listedTitle,
  mockHass,
  settle,
  textOf,
  titleDetails,
  titleTrophy,
  type MockHass,
} from "../test/mock-hass";
import type { ListedTitle, TitleTrophyView } from "./contract";
import { Format } from "./format";
import { texts as en } from "./texts/en";
import { TitleDialog } from "./title-dialog";

const PICTURE = "https://image.api.playstation.com/trophy.png";

afterEach(() => {
  document.body.replaceChildren();
});

async function open(
  hass: MockHass = mockHass(),
  listed: ListedTitle = listedTitle(1),
  deviceId?: string,
): Promise<TitleDialog> {
  const dialog = new TitleDialog();
  Object.assign(dialog, {
    connection: hass.connection,
    deviceId,
    listed,
    texts: en,
    format: new Format(hass),
  });
  document.body.append(dialog);
  await settle(dialog);
  return dialog;
}

/** Open a game that has just these trophies. */
function openWith(...trophies: TitleTrophyView[]): Promise<TitleDialog> {
  const groups = [{ group_id: "default", group_name: "", trophies }];
  const hass = mockHass({ title: titleDetails({ groups }) });
  // The same day wherever the tests run.
  hass.locale = { ...hass.locale, time_zone: "server" };
  return open(hass);
}

/** Show the game as it is in the list now. */
async function change(
  dialog: TitleDialog,
  changes: Partial<ListedTitle> = {},
): Promise<void> {
  dialog.listed = listedTitle(1, changes);
  await settle(dialog);
}

const heading = (dialog: TitleDialog): string =>
  textOf(find(find(dialog, "psn-trophies-dialog"), "h2"));
const texts = (dialog: TitleDialog, selector: string): string[] =>
  findAll(dialog, selector).map(textOf);
const names = (dialog: TitleDialog): string[] => texts(dialog, "li .name");

async function press(dialog: TitleDialog, text: string): Promise<void> {
  findAll(dialog, "button")
    .find((button) => textOf(button) === text)!
    .click();
  await settle(dialog);
}

describe("the game", () => {
  it("is summed up from the list while its trophies are read", async () => {
    const hass = mockHass();
    hass.connection.hold();
    const dialog = await open(hass);
    expect(heading(dialog)).toBe("Game 1");
    expect(texts(dialog, ".summary .chip")).toEqual(["PS5"]);
    expect(texts(dialog, ".summary .count")).toEqual([
      "Platinum: 0 of 1 0/1",
      "Gold: 1 of 2 1/2",
      "Silver: 4 of 8 4/8",
      "Bronze: 10 of 20 10/20",
    ]);
    expect(textOf(find(dialog, ".summary b"))).toBe("50%");
    expect(textOf(find(dialog, "[aria-busy=true]"))).toBe("Loading…");
    expect(findAll(dialog, "li, .filter")).toEqual([]);
    hass.connection.release();
    await settle(dialog);
    expect(findAll(dialog, "[aria-busy=true]")).toEqual([]);
    expect(names(dialog)).toHaveLength(6);
  });

  it("is summed up as it was read once that came", async () => {
    const title = titleDetails({ title_name: "Game One", progress: 75 });
    const dialog = await open(mockHass({ title }));
    expect(heading(dialog)).toBe("Game One");
    expect(textOf(find(dialog, ".summary b"))).toBe("75%");
  });

  it("is asked for by its id, of the account if there is one", async () => {
    const hass = mockHass();
    await open(hass);
    await open(hass, listedTitle(2), "device");
    const type = "psn_trophies/read";
    expect(hass.connection.requests).toEqual([
      { type, view: "title", title_id: "NPWR00001_00" },
      { type, view: "title", title_id: "NPWR00002_00", device_id: "device" },
    ]);
  });

  it("can be closed, which is told once", async () => {
    const dialog = await open();
    let closed = 0;
    dialog.addEventListener("closed", () => (closed += 1));
    find(
      find(dialog, "psn-trophies-dialog"),
      "button[aria-label=Close]",
    ).click();
    expect(closed).toBe(1);
  });

  it("is accessible", async () => {
    const dialog = await open();
    document.documentElement.lang = "en";
    const { violations } = await axe.run(dialog, {
      // Neither a whole page nor drawn.
      rules: {
        region: { enabled: false },
        "color-contrast": { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});

describe("the groups", () => {
  it("are the base game and the add-ons, one without a name by number", async () => {
    const one = (group: string) => [titleTrophy(9, { group })];
    const dialog = await open(
      mockHass({
        title: titleDetails({
          groups: [
            {
              group_id: "default",
              group_name: "Game 1",
              trophies: one("default"),
            },
            {
              group_id: "001",
              group_name: "The Chapter",
              trophies: one("001"),
            },
            { group_id: "002", group_name: " ", trophies: one("002") },
          ],
        }),
      }),
    );
    const expected = ["Base game", "The Chapter", "Add-on 2"];
    expect(texts(dialog, "section h3")).toEqual(expected);
    expect(
      findAll(dialog, "ul").map((list) => list.getAttribute("aria-label")),
    ).toEqual(expected);
  });

  it("have their own trophies and counts", async () => {
    const dialog = await open();
    const [base, addOn] = findAll(dialog, "section");
    expect(findAll(base!, "li")).toHaveLength(4);
    expect(textOf(find(base!, "header"))).toBe(
      "Base game 1 of 4 Platinum: 0 of 1 0/1 Bronze: 1 of 3 1/3",
    );
    expect(find(base!, ".bar span").style.inlineSize).toBe("25%");
    expect(findAll(addOn!, "li .name").map(textOf)).toEqual([
      "Trophy 4",
      "Trophy 5",
    ]);
    expect(textOf(find(addOn!, "header"))).toBe(
      "The Lost Chapter 0 of 2 Bronze: 0 of 2 0/2",
    );
  });

  it("need no heading where there are no add-ons", async () => {
    const dialog = await openWith(titleTrophy(1));
    expect(findAll(dialog, "section h3")).toEqual([]);
    expect(names(dialog)).toEqual(["Trophy 1"]);
  });
});

describe("very many trophies", () => {
  /** Return a game with a group of each size; every second trophy is earned. */
  const large = (...sizes: number[]) =>
    mockHass({
      title: titleDetails({
        groups: sizes.map((size, index) => ({
          group_id: index ? `00${index}` : "default",
          group_name: `Group ${index}`,
          trophies: Array.from({ length: size }, (_, row) =>
            titleTrophy(1000 * index + row, { earned: row % 2 === 0 }),
          ),
        })),
      }),
    });
  const expected = (sizes: number[], isMissingOnly = false) =>
    sizes.flatMap((size, index) =>
      Array.from({ length: size }, (_, row) => row)
        .filter((row) => !isMissingOnly || row % 2)
        .map((row) => `Trophy ${1000 * index + row}`),
    );

  it.each([
    [[11]],
    [[12]],
    [[13]],
    [[12, 5]],
    [[5, 200, 195]],
    [[212, 0, 1]],
    [[600]],
  ])("are all there in their order: %o", async (sizes) => {
    const dialog = await open(large(...sizes));
    expect(names(dialog)).toEqual(expected(sizes));
    expect(findAll(dialog, "section")).toHaveLength(sizes.length);
    await press(dialog, "Still missing");
    expect(names(dialog)).toEqual(expected(sizes, true));
    await press(dialog, "All trophies");
    expect(names(dialog)).toEqual(expected(sizes));
  });

  it("come in pieces, of which the first fills the screen", async () => {
    const sizes = [150, 250];
    const hass = large(...sizes);
    hass.connection.hold();
    const dialog = await open(hass);
    const drawn: number[] = [];
    dialog.addController({
      hostUpdated: () => drawn.push(names(dialog).length),
    });
    hass.connection.release();
    await settle(dialog);
    expect(drawn).toEqual([12, 212, 400]);
    expect(names(dialog)).toEqual(expected(sizes));
  });

  it("can be chosen among while they come", async () => {
    const sizes = [300, 300];
    const hass = large(...sizes);
    hass.connection.hold();
    const dialog = await open(hass);
    let pieces = 0;
    dialog.addController({
      hostUpdated: () => {
        pieces += 1;
        if (pieces === 2) void press(dialog, "Still missing");
      },
    });
    hass.connection.release();
    await settle(dialog);
    expect(names(dialog)).toEqual(expected(sizes, true));
  });
});

describe("a trophy", () => {
  it("has its name, its detail, its grade and its picture", async () => {
    const dialog = await openWith(
      titleTrophy(1, { grade: "gold", icon_url: PICTURE }),
    );
    const row = find(dialog, "li");
    expect(row.className.trim()).toBe("gold");
    expect(textOf(find(row, ".name"))).toBe("Trophy 1");
    expect(textOf(find(row, ".detail"))).toBe("Do thing 1.");
    expect(textOf(find(row, ".grade"))).toBe("Gold");
    expect(find(row, "img").getAttribute("src")).toBe(PICTURE);
  });

  it("that is earned has its date", async () => {
    const earned_at = "2026-02-01T12:00:00+00:00";
    const dialog = await openWith(titleTrophy(1, { earned: true, earned_at }));
    expect(find(dialog, "li").classList).toContain("earned");
    expect(textOf(find(dialog, ".date"))).toBe("Earned Feb 1, 2026");
    expect(find(dialog, "time").getAttribute("datetime")).toBe(earned_at);
    expect(textOf(find(dialog, "li"))).not.toContain("Not earned");
  });

  it("that was earned nobody knows when is earned all the same", async () => {
    const dialog = await openWith(titleTrophy(1, { earned: true }));
    expect(textOf(find(dialog, ".date"))).toBe("Earned");
    expect(findAll(dialog, "time")).toEqual([]);
  });

  it("that is not earned says so to those who cannot see it", async () => {
    const dialog = await openWith(titleTrophy(1));
    expect(find(dialog, "li").classList).not.toContain("earned");
    expect(texts(dialog, "li .foot > .outside")).toEqual(["Not earned yet"]);
    expect(findAll(dialog, ".date")).toEqual([]);
  });

  it("that is secret tells nothing, by its picture neither", async () => {
    const dialog = await openWith(
      titleTrophy(1, {
        hidden: true,
        trophy_name: "",
        trophy_detail: "",
        icon_url: PICTURE,
      }),
    );
    const row = find(dialog, "li");
    expect(textOf(find(row, ".name"))).toBe("Secret trophy");
    expect(textOf(find(row, ".detail"))).toBe("Earn it to see what it is.");
    expect(findAll(row, "img")).toEqual([]);
    expect(row.innerHTML).not.toContain(PICTURE);
  });

  it("that was secret shows all once it is earned", async () => {
    const dialog = await openWith(
      titleTrophy(1, { hidden: true, earned: true, icon_url: PICTURE }),
    );
    expect(names(dialog)).toEqual(["Trophy 1"]);
    expect(findAll(dialog, "li img")).toHaveLength(1);
  });

  it.each([
    [{ progress: 37, progress_target: 100 }, "37 / 100", "37%"],
    [{ progress: null, progress_target: 50 }, "0 / 50", "0%"],
    [{ progress: 2500, progress_target: 10_000 }, "2,500 / 10,000", "25%"],
    [{ progress: 12, progress_target: 10 }, "12 / 10", "100%"],
  ])("that counts %o shows %s", async (changes, text, share) => {
    const dialog = await openWith(titleTrophy(1, changes));
    expect(textOf(find(dialog, "li .numbers"))).toBe(text);
    // Not as "0 slash 1", for those who hear it.
    expect(find(dialog, "li .numbers").getAttribute("aria-hidden")).toBe(
      "true",
    );
    expect(textOf(find(dialog, "li .share .outside"))).toBe(
      text.replace("/", "of"),
    );
    expect(find(dialog, "li .bar span").style.inlineSize).toBe(share);
  });

  it.each([
    { progress: null, progress_target: null },
    { progress: 0, progress_target: 0 },
    { progress: 100, progress_target: 100, earned: true },
  ])("has no count where there is none to tell: %o", async (changes) => {
    const dialog = await openWith(titleTrophy(1, changes));
    expect(findAll(dialog, "li .share")).toEqual([]);
  });

  it.each([
    ["ultra_rare", 0.4, ["Ultra rare · 0.4%"]],
    ["common", null, ["Common"]],
    [null, 12.3, ["12.3%"]],
    [null, 0, ["0%"]],
    [null, null, []],
  ] as const)("of rarity %s and rate %s", async (rarity, earned_rate, text) => {
    const dialog = await openWith(titleTrophy(1, { rarity, earned_rate }));
    expect(texts(dialog, "li .foot > :is(.muted, .ultra)")).toEqual(text);
  });

  it("of a grade that is new is shown as bronze", async () => {
    const dialog = await openWith(titleTrophy(1, { grade: "adamantium" }));
    expect(textOf(find(dialog, "li .grade"))).toBe("Bronze");
  });

  it("is text, whatever its name is", async () => {
    const trophy_name = "<img src=x> <b>bold</b>";
    const dialog = await openWith(titleTrophy(1, { trophy_name }));
    expect(names(dialog)).toEqual([trophy_name]);
    expect(findAll(dialog, "li img, li b")).toEqual([]);
  });
});

describe("the filter", () => {
  const pressed = (dialog: TitleDialog): string[] =>
    texts(dialog, ".filter [aria-pressed=true]");

  it("shows all trophies, or only those that are missing", async () => {
    const dialog = await open();
    expect(pressed(dialog)).toEqual(["All trophies"]);
    expect(names(dialog)).toContain("Trophy 1");
    await press(dialog, "Still missing");
    expect(pressed(dialog)).toEqual(["Still missing"]);
    expect(names(dialog)).toHaveLength(5);
    expect(names(dialog)).not.toContain("Trophy 1");
    expect(textOf(find(dialog, "section header"))).toContain("1 of 4");
    await press(dialog, "All trophies");
    expect(names(dialog)).toHaveLength(6);
  });

  it("says so where nothing is missing", async () => {
    const dialog = await openWith(titleTrophy(1, { earned: true }));
    await press(dialog, "Still missing");
    expect(findAll(dialog, "ul")).toEqual([]);
    expect(texts(dialog, "section p")).toEqual(["Nothing is missing here."]);
  });
});

describe("reading", () => {
  it("that fails says why and can be tried again", async () => {
    const hass = mockHass();
    hass.connection.fail("rate_limited");
    const dialog = await open(hass);
    expect(textOf(find(dialog, "[role=alert] p"))).toBe(
      "Sony asks for a pause. Try again in a few minutes.",
    );
    expect(heading(dialog)).toBe("Game 1");
    hass.connection.fail();
    hass.connection.hold();
    await press(dialog, "Try again");
    expect(findAll(dialog, "[role=alert]")).toEqual([]);
    expect(findAll(dialog, "[aria-busy=true]")).toHaveLength(1);
    hass.connection.release();
    await settle(dialog);
    expect(names(dialog)).toHaveLength(6);
  });

  it.each([
    ["last_update", { last_update: "2026-03-02T12:00:00+00:00" }],
    ["progress", { progress: 51 }],
    ["trophies", { earned: counts(11, 4, 1, 0) }],
    ["id", { title_id: "NPWR00002_00" }],
  ])("is done again when the game got another %s", async (_, changes) => {
    const hass = mockHass();
    const dialog = await open(hass);
    await change(dialog, changes);
    expect(hass.connection.reads).toHaveLength(2);
    await change(dialog, changes);
    expect(hass.connection.reads).toHaveLength(2);
  });

  it.each([{}, { rarest_rate: 4.1 }, { icon_url: PICTURE }])(
    "is not done again when the game only got %o",
    async (changes) => {
      const hass = mockHass();
      const dialog = await open(hass);
      await change(dialog, changes);
      expect(hass.connection.reads).toHaveLength(1);
    },
  );

  it("again keeps what is shown, also where it fails", async () => {
    const hass = mockHass();
    const dialog = await open(hass);
    await press(dialog, "Still missing");
    hass.connection.fail("rate_limited");
    hass.connection.hold();
    await change(dialog, { progress: 51 });
    expect(names(dialog)).toHaveLength(5);
    hass.connection.release();
    await settle(dialog);
    expect(names(dialog)).toHaveLength(5);
    expect(findAll(dialog, "[role=alert]")).toEqual([]);
  });

  it("drops an answer that comes after a newer one", async () => {
    let progress = 50;
    const hass = mockHass({ title: () => titleDetails({ progress }) });
    hass.connection.hold();
    const dialog = await open(hass);
    progress = 75;
    await change(dialog, { progress });
    hass.connection.release({ newestFirst: true });
    await settle(dialog);
    expect(hass.connection.reads).toHaveLength(2);
    expect(textOf(find(dialog, ".summary b"))).toBe("75%");
  });

  it("drops a failure that comes while a newer answer is waited for", async () => {
    const hass = mockHass();
    hass.connection.fail("rate_limited");
    hass.connection.hold();
    const dialog = await open(hass);
    hass.connection.fail();
    const { connection } = mockHass();
    connection.hold();
    dialog.connection = connection;
    await change(dialog, { progress: 51 });
    hass.connection.release();
    await settle(dialog);
    expect(findAll(dialog, "[role=alert]")).toEqual([]);
    connection.release();
    await settle(dialog);
    expect(names(dialog)).toHaveLength(6);
  });
});
