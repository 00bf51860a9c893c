import { afterEach, describe, expect, it, vi } from "vitest";
import {
  ACCOUNT,
  find,
  findAll,
  homeWith,
  settle,
  showCard,
  textOf,
  type MockHass,
} from "../test/mock-hass";
import { GamesCard } from "./games-card";
import { HeatmapCard } from "./heatmap-card";
import { LatestCard } from "./latest-card";

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

const notes = (...cards: Element[]): string[] =>
  cards.flatMap((card) => findAll(card, ".notes").map(textOf));

describe("several cards of an account", () => {
  const showAll = (hass: MockHass) =>
    Promise.all([
      showCard(new LatestCard(), hass),
      showCard(new GamesCard(), hass),
      showCard(new HeatmapCard(), hass),
    ]);

  it.each([
    ["that the library is being read", { library_progress: 40 }],
    [
      "that Sony is away",
      { up_to_date: false, problem: "unreachable" as const },
    ],
  ])("say once %s, and another where that one goes", async (_, account) => {
    const cards = await showAll(homeWith({ ...account, device_id: "several" }));
    expect(notes(...cards)).toHaveLength(1);
    expect(notes(cards[0])).toHaveLength(1);
    cards[0].remove();
    await settle(...cards);
    expect(notes(...cards.slice(1))).toHaveLength(1);
    document.body.append(cards[0]);
    await settle(...cards);
    expect(notes(...cards)).toHaveLength(1);
  });

  it("say nothing any more when all is well again", async () => {
    const hass = homeWith({ library_progress: 40, device_id: "well" });
    const cards = await showAll(hass);
    hass.connection.account = { ...ACCOUNT, device_id: "well" };
    hass.connection.push();
    await settle(...cards);
    expect(notes(...cards)).toEqual([]);
  });

  it("each speak for their own account", async () => {
    const one = await showCard(
      new LatestCard(),
      homeWith({ library_progress: 40, device_id: "one" }),
    );
    const other = await showCard(
      new LatestCard(),
      homeWith({ library_progress: 50, device_id: "other" }),
    );
    expect(notes(one, other)).toHaveLength(2);
  });
});

describe("the time a library takes", () => {
  it.each([
    [1, "in 1 minute"],
    [25, "in 25 minutes"],
    [150, "in 2 hours"],
  ])("is told: %d minutes", async (library_minutes_left, when) => {
    const device_id = `timed${library_minutes_left}`;
    const account = { library_progress: 40, library_minutes_left, device_id };
    const card = await showCard(new LatestCard(), homeWith(account));
    expect(textOf(find(card, ".notes"))).toBe(
      `Your library is still being read: 40%, done ${when}`,
    );
  });
});
