import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  earnedTrophy,
  find,
  findAll,
  mockHass,
  newTrophy,
  settle,
  showCard,
  textOf,
  trophyList,
  type MockHass,
} from "../test/mock-hass";
import type { EarnedTrophyView } from "./contract";
import { LatestCard } from "./latest-card";

const ICON = "https://image.api.playstation.com/trophy/one.png";
const EARNED_AT = "2026-03-01T12:00:00+00:00";
/** Two hours and a half after that. */
const NOW = Date.parse("2026-03-01T14:30:00Z");

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const home = (...trophies: EarnedTrophyView[]): MockHass =>
  mockHass({ trophies: { trophies } });

const show = (hass: MockHass, config: object = {}): Promise<LatestCard> =>
  showCard(new LatestCard(), hass, config);

const heading = (card: LatestCard): string => textOf(find(card, "header h2"));
const rows = (card: LatestCard): HTMLElement[] => findAll(card, "li");

async function open(card: LatestCard, row = 0): Promise<HTMLElement> {
  find(rows(card)[row]!, "button").click();
  await settle(card);
  return find(card, "psn-trophies-dialog");
}

/** What the details say, by what it is called. */
function facts(dialog: HTMLElement): Record<string, string> {
  const values = findAll(dialog.querySelector("dl")!, "dd").map(textOf);
  const labels = findAll(dialog.querySelector("dl")!, "dt").map(textOf);
  return Object.fromEntries(
    labels.map((label, index) => [label, values[index]!]),
  );
}

async function violationsOf(element: HTMLElement): Promise<unknown[]> {
  document.documentElement.lang = "en";
  const { violations } = await axe.run(element, {
    // Neither a whole page nor drawn.
    rules: {
      region: { enabled: false },
      "color-contrast": { enabled: false },
    },
  });
  return violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
}

describe("a row", () => {
  it("has picture, name, game, rarity, grade and how long ago", async () => {
    vi.useFakeTimers({ now: NOW });
    const card = await show(
      home(earnedTrophy(1, { grade: "gold", icon_url: ICON })),
    );
    const [row] = rows(card);
    expect(find(row!, ".picture img").getAttribute("src")).toBe(ICON);
    expect(findAll(row!, ".names > span").map(textOf)).toEqual([
      "Trophy 1",
      "Game 1",
      "Rare · 12.3%",
    ]);
    expect(row!.classList).toContain("gold");
    expect(textOf(find(row!, ".grade"))).toBe("Gold");
    expect(find(row!, ".grade svg.gold")).toBeTruthy();
    expect(textOf(find(row!, "time"))).toBe("2 hours ago");
    expect(find(row!, "time").getAttribute("datetime")).toBe(EARNED_AT);
  });

  describe("that hardly anybody has", () => {
    /** Tells that rows are in view, or no longer. */
    let scrolledTo: (rows: Element[], isIntersecting?: boolean) => void;
    beforeEach(() => {
      vi.stubGlobal(
        "IntersectionObserver",
        class {
          constructor(tell: (entries: object[]) => void) {
            scrolledTo = (rows, isIntersecting = true) => {
              tell(
                rows
                  .filter((target) => this.observed.has(target))
                  .map((target) => ({ target, isIntersecting })),
              );
            };
          }
          readonly observed = new Set<Element>();
          observe(row: Element): void {
            this.observed.add(row);
          }
          disconnect(): void {
            this.observed.clear();
          }
        },
      );
    });
    afterEach(() => {
      vi.unstubAllGlobals();
    });
    const rare = (id: number) =>
      earnedTrophy(id, { rarity: "ultra_rare", earned_rate: 0.3 });
    const glitters = (card: LatestCard) =>
      rows(card).map((row) => row.matches(".glitters.seen"));

    it("stands out", async () => {
      const card = await show(home(rare(81), earnedTrophy(82)));
      expect(textOf(find(rows(card)[0]!, ".ultra"))).toBe("Ultra rare · 0.3%");
      expect(findAll(rows(card)[1]!, ".ultra")).toHaveLength(0);
    });

    it("glitters as soon as it is in view, once on a page", async () => {
      const card = await show(home(rare(83), rare(84), earnedTrophy(85)));
      expect(glitters(card)).toEqual([false, false, false]);
      scrolledTo(rows(card), false);
      expect(glitters(card)).toEqual([false, false, false]);
      scrolledTo(rows(card).slice(0, 1));
      expect(glitters(card)).toEqual([true, false, false]);
      scrolledTo(rows(card));
      expect(glitters(card)).toEqual([true, true, false]);
      const other = await show(home(rare(83)));
      scrolledTo(rows(other));
      expect(glitters(other)).toEqual([false]);
    });

    it("does not glitter again when its view comes back", async () => {
      const card = await show(home(rare(86), rare(87)));
      scrolledTo(rows(card).slice(0, 1));
      card.remove();
      document.body.append(card);
      await settle(card);
      expect(glitters(card)).toEqual([false, false]);
      // What nobody saw still does.
      scrolledTo(rows(card));
      expect(glitters(card)).toEqual([false, true]);
    });
  });

  it("of a platinum has the cover of its game behind it", async () => {
    const title_icon_url = "https://image.api.playstation.com/game.png";
    const [platinum, gold] = rows(
      await show(
        home(
          earnedTrophy(1, { grade: "platinum", title_icon_url }),
          earnedTrophy(2, { grade: "gold", title_icon_url }),
        ),
      ),
    );
    expect(find(platinum!, ".backdrop img").getAttribute("src")).toBe(
      title_icon_url,
    );
    expect(findAll(gold!, ".backdrop")).toHaveLength(0);
  });

  it("keeps up with the time", async () => {
    vi.useFakeTimers({ now: NOW });
    const card = await show(home(earnedTrophy(1)));
    vi.advanceTimersByTime(31 * 60_000);
    await settle(card);
    expect(textOf(find(card, "time"))).toBe("3 hours ago");
  });

  it.each([
    ["rare", null, "Rare"],
    [null, 0.1, "0.1%"],
    [null, 0, "0%"],
    [null, null, ""],
    ["ultra_rare", 0.34, "Ultra rare · 0.3%"],
  ] as const)("tells of %s and %s percent", async (rarity, rate, expected) => {
    const card = await show(
      home(earnedTrophy(1, { rarity, earned_rate: rate })),
    );
    const [, , rarely] = findAll(card, ".names > span");
    expect(rarely ? textOf(rarely) : "").toBe(expected);
  });

  it("has no time where nobody knows when it was earned", async () => {
    const card = await show(home(earnedTrophy(1, { earned_at: null })));
    expect(findAll(card, "time")).toHaveLength(0);
    expect(textOf(find(card, "li"))).toContain("Trophy 1");
  });

  it("looks like bronze where its grade is new", async () => {
    const card = await show(home(earnedTrophy(1, { grade: "adamantium" })));
    expect(rows(card)[0]!.classList).toContain("bronze");
    expect(textOf(find(card, ".grade"))).toBe("Bronze");
  });

  it("comes for each trophy in the order of the answer", async () => {
    const card = await show(
      home(earnedTrophy(3), earnedTrophy(1), earnedTrophy(2)),
    );
    expect(findAll(card, ".name").map(textOf)).toEqual([
      "Trophy 3",
      "Trophy 1",
      "Trophy 2",
    ]);
  });

  it("is in the language of the reader", async () => {
    const hass = home(earnedTrophy(1, { grade: "silver" }));
    hass.language = "de";
    hass.locale = { ...hass.locale, language: "de" };
    const card = await show(hass);
    expect(heading(card)).toBe("Neueste Trophäen");
    expect(textOf(find(card, ".grade"))).toBe("Silber");
    expect(textOf(findAll(card, ".names > span")[2]!)).toMatch(/12,3\s%$/);
  });
});

describe("what is asked for", () => {
  it.each([
    [{}, { sort: "recent", limit: 5 }],
    [{ count: 1 }, { sort: "recent", limit: 1 }],
    [
      { count: 50, sort: "rarest" },
      { sort: "rarest", limit: 50 },
    ],
    [{ grade: "gold" }, { sort: "recent", limit: 5, grade: ["gold"] }],
    [
      { grade: ["gold", "platinum"], device_id: "me" },
      {
        sort: "recent",
        limit: 5,
        grade: ["gold", "platinum"],
        device_id: "me",
      },
    ],
    [{ grade: [] }, { sort: "recent", limit: 5 }],
  ])("follows the settings %j", async (config, expected) => {
    const hass = mockHass();
    await show(hass, config);
    expect(hass.connection.active).toEqual([
      { type: "psn_trophies/subscribe", view: "trophies", ...expected },
    ]);
  });
});

describe("the heading", () => {
  it.each([
    [{}, "Latest trophies"],
    [{ sort: "recent" }, "Latest trophies"],
    [{ sort: "rarest" }, "Rarest trophies"],
    [{ sort: "rarest", title: "Mine" }, "Mine"],
  ])("with the settings %j is %s", async (config, expected) => {
    expect(heading(await show(mockHass(), config))).toBe(expected);
  });

  it("is not there where the title is empty", async () => {
    const card = await show(mockHass(), { title: "" });
    expect(findAll(card, "header")).toHaveLength(0);
    expect(rows(card)).toHaveLength(5);
  });
});

describe("without a trophy", () => {
  it.each([
    [{}, "No trophy yet. The first one appears here."],
    [{ grade: [] }, "No trophy yet. The first one appears here."],
    [{ grade: "platinum" }, "No such trophy yet."],
    [{ grade: ["gold", "platinum"] }, "No such trophy yet."],
  ])("the card with the settings %j says so", async (config, expected) => {
    const card = await show(home(), config);
    expect(textOf(find(card, ".message[role=status]"))).toBe(expected);
    expect(rows(card)).toHaveLength(0);
  });

  it("the first to come takes the place of the message", async () => {
    const hass = home();
    const card = await show(hass);
    hass.connection.views["trophies"] = trophyList(1);
    hass.connection.push([newTrophy(1)]);
    await settle(card);
    expect(rows(card)).toHaveLength(1);
    expect(findAll(card, ".message")).toHaveLength(0);
  });
});

describe("the details", () => {
  it("open with a tap and tell everything", async () => {
    const hass = home(
      earnedTrophy(1),
      earnedTrophy(2, {
        grade: "gold",
        icon_url: ICON,
        title_progress: 87.5,
        platform: "PSVITA, PS4",
      }),
    );
    hass.locale = { ...hass.locale, time_zone: "server", time_format: "24" };
    const card = await show(hass);
    expect(findAll(card, "psn-trophies-dialog")).toHaveLength(0);
    const dialog = await open(card, 1);
    expect(find(dialog, "dialog").hasAttribute("open")).toBe(true);
    expect(textOf(find(dialog, "h2"))).toBe("Trophy 2");
    const details = dialog.querySelector(".details.gold")!;
    expect(findAll(details, "p").map(textOf)).toEqual([
      "Do thing 2.",
      "12.3% of players have it",
    ]);
    expect(find(details, ".picture.gold img").getAttribute("src")).toBe(ICON);
    expect(facts(dialog)).toEqual({
      Grade: "Gold",
      Rarity: "Rare",
      Earned: "March 1, 2026 at 13:00",
      Game: "Game 1",
      Platform: "PS Vita, PS4",
      Progress: "87.5%",
    });
  });

  it("leave out what nobody knows", async () => {
    const unknown = { rarity: null, earned_rate: null, earned_at: null };
    const card = await show(home(earnedTrophy(1, { ...unknown, grade: "?" })));
    const dialog = await open(card);
    expect(findAll(dialog.querySelector(".top")!, "p")).toHaveLength(1);
    expect(facts(dialog)).toEqual({
      Grade: "Bronze",
      Game: "Game 1",
      Platform: "PS5",
      Progress: "50%",
    });
  });

  it("are forgotten when they are closed, and can be opened again", async () => {
    const card = await show(home(earnedTrophy(1), earnedTrophy(2)));
    find(await open(card), "button[aria-label=Close]").click();
    await settle(card);
    expect(findAll(card, "psn-trophies-dialog")).toHaveLength(0);
    expect(textOf(find(await open(card, 1), "h2"))).toBe("Trophy 2");
  });

  it("do not come back by themselves with the card or the account", async () => {
    const hass = home(earnedTrophy(1));
    const card = await show(hass);
    await open(card);
    card.remove();
    await settle(card);
    document.body.append(card);
    await settle(card);
    expect(findAll(card, "psn-trophies-dialog")).toHaveLength(0);
    await open(card);
    hass.connection.pushError("account_not_loaded");
    await settle(card);
    hass.connection.push();
    await settle(card);
    expect(rows(card)).toHaveLength(1);
    expect(findAll(card, "psn-trophies-dialog")).toHaveLength(0);
  });

  it("stay open when something is earned meanwhile", async () => {
    const hass = home(earnedTrophy(1));
    const card = await show(hass);
    const dialog = await open(card);
    hass.connection.views["trophies"] = trophyList(3);
    hass.connection.push([newTrophy(2)]);
    await settle(card);
    expect(rows(card)).toHaveLength(3);
    expect(find(card, "psn-trophies-dialog")).toBe(dialog);
    expect(textOf(find(dialog, "h2"))).toBe("Trophy 1");
  });
});

describe("a trophy that was just earned", () => {
  it("is marked, and no other", async () => {
    const hass = home(earnedTrophy(1));
    const card = await show(hass);
    expect(findAll(card, ".fresh")).toHaveLength(0);
    hass.connection.views["trophies"] = {
      // The same number in another game is another trophy.
      trophies: [2, 1].flatMap((id) => [
        earnedTrophy(id),
        earnedTrophy(id, { title_id: "NPWR00002_00" }),
      ]),
    };
    hass.connection.push([newTrophy(2)]);
    await settle(card);
    expect(rows(card).map((row) => row.classList.contains("fresh"))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("the card", () => {
  it.each([
    [{}, 5],
    [{ count: 1 }, 1],
    [{ count: 20 }, 20],
  ])("has its shapes before it is there with %j", async (config, expected) => {
    const hass = mockHass();
    hass.connection.hold();
    const card = await show(hass, config);
    expect(find(card, ".skeleton").getAttribute("aria-busy")).toBe("true");
    expect(findAll(card, ".skeleton .row")).toHaveLength(expected);
    hass.connection.release();
    await settle(card);
    expect(findAll(card, ".skeleton")).toHaveLength(0);
    expect(rows(card)).toHaveLength(5);
  });

  it("is accessible, with the details and without", async () => {
    const card = await show(
      home(earnedTrophy(1, { icon_url: ICON }), earnedTrophy(2)),
    );
    expect(await violationsOf(card)).toEqual([]);
    // Nobody gets to the card behind it meanwhile.
    expect(await violationsOf(await open(card))).toEqual([]);
  });
});
