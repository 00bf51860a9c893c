import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  find,
  findAll,
  mockHass,
  newTrophy,
  settle,
  showCard,
  titleDetails,
  titleTrophy,
  withOtherState,
  type MockHass,
} from "../test/mock-hass";
import { GamesCard } from "./games-card";
import { HeatmapCard } from "./heatmap-card";
import { LatestCard } from "./latest-card";
import { ProfileCard } from "./profile-card";

const UPDATES = 1000;
const RECONNECTS = 50;
const DIALOGS = 200;
const PARTY_MS = 100_000;
/** What it may take on a busy machine. */
const WEEKS_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

/** Count every element, in whatever shadow it stands. */
function elements(root: ParentNode): number {
  return [...root.querySelectorAll("*")].reduce(
    (sum, one) => sum + 1 + (one.shadowRoot ? elements(one.shadowRoot) : 0),
    0,
  );
}

/** Weigh all that could grow: what is drawn, listened to, followed and waited for. */
function weigh(hass: MockHass, listeners: Set<unknown>) {
  return {
    elements: elements(document),
    fresh: findAll(document.body.firstElementChild!, ".fresh").length,
    listeners: listeners.size,
    subscriptions: hass.connection.active.length,
    timers: vi.getTimerCount(),
  };
}

it("weeks on a wall leave nothing behind", { timeout: WEEKS_MS }, async () => {
  const hass = mockHass({
    title: titleDetails({
      groups: [
        {
          group_id: "default",
          group_name: "",
          trophies: [titleTrophy(0), titleTrophy(1)],
        },
      ],
    }),
  });
  const listeners = new Set<unknown>();
  const { connection } = hass;
  const add = connection.addEventListener.bind(connection);
  const remove = connection.removeEventListener.bind(connection);
  connection.addEventListener = (event, listener) => {
    expect(listeners.has(listener)).toBe(false);
    listeners.add(listener);
    add(event, listener);
  };
  connection.removeEventListener = (event, listener) => {
    listeners.delete(listener);
    remove(event, listener);
  };
  const latest = await showCard(new LatestCard(), hass);
  const games = await showCard(new GamesCard(), hass);
  const year = await showCard(new HeatmapCard(), hass);
  const profile = await showCard(new ProfileCard(), hass);
  const cards = [latest, games, year, profile];
  const before = weigh(hass, listeners);
  expect(before).toMatchObject({ listeners: 4, subscriptions: 4 });

  for (let round = 0; round < UPDATES; round += 1) {
    hass.connection.push([newTrophy(round + 1_000)]);
    if (round % 50 === 0) await settle(...cards);
  }
  await settle(...cards);
  // Every platinum was celebrated, and that is over.
  await vi.advanceTimersByTimeAsync(PARTY_MS);
  await settle(...cards);
  expect(weigh(hass, listeners)).toEqual(before);

  for (let round = 0; round < RECONNECTS; round += 1) {
    hass.connection.reconnect();
    await settle(...cards);
  }
  expect(weigh(hass, listeners)).toEqual(before);

  for (let round = 0; round < DIALOGS; round += 1) {
    const isGame = round % 2;
    find(isGame ? games : latest, isGame ? "[data-row]" : "li button").click();
    await latest.updateComplete;
    await games.updateComplete;
    const [dialog] = [latest, games].flatMap((card) =>
      findAll(card, "psn-trophies-dialog, psn-trophies-title-dialog"),
    );
    expect(dialog).toBeDefined();
    dialog!.dispatchEvent(new CustomEvent("closed"));
    await latest.updateComplete;
    await games.updateComplete;
  }
  await settle(...cards);
  expect(weigh(hass, listeners)).toEqual(before);
});

it("what came flashes once, not at every return", async () => {
  const hass = mockHass();
  const card = await showCard(new LatestCard(), hass);
  const fresh = () => findAll(card, ".fresh").length;
  hass.connection.push([newTrophy(2)]);
  await settle(card);
  expect(fresh()).toBe(1);
  const over = new Event("animationend");
  find(card, ".fresh").dispatchEvent(
    Object.assign(over, { animationName: "glow" }),
  );
  await settle(card);
  expect(fresh()).toBe(0);
  hass.connection.push([newTrophy(3)]);
  await settle(card);
  expect(fresh()).toBe(1);
  // Another view is looked at, and this one again.
  card.remove();
  document.body.append(card);
  await settle(card);
  expect(fresh()).toBe(0);
});

it("what happens elsewhere in the home draws nothing", async () => {
  const hass = mockHass();
  const cards = [
    await showCard(new LatestCard(), hass),
    await showCard(new GamesCard(), hass),
    await showCard(new HeatmapCard(), hass),
    await showCard(new ProfileCard(), hass),
  ];
  const drawn = cards.map((card) => vi.spyOn(card, "render"));
  for (let round = 0; round < UPDATES; round += 1) {
    for (const card of cards) card.hass = withOtherState(hass);
  }
  await settle(...cards);
  for (const draw of drawn) expect(draw).not.toHaveBeenCalled();
});
