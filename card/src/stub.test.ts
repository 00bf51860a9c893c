import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, findAll, mockHass, textOf } from "../test/mock-hass";
import type { CardConfig, GridOptions, Hass } from "./hass";
import "./index";
import { KINDS } from "./kinds";
import { LANGUAGES } from "./texts/languages";
import type { CardName } from "./texts/shape";

const NAMES = Object.keys(KINDS) as CardName[];
const CONTENT = {
  profile: "Hunter",
  latest: "Trophy 5",
  games: "Game 3",
  heatmap: "5 trophies",
};

interface Stub extends HTMLElement {
  hass: Hass | undefined;
  setConfig(config: CardConfig): void;
  getCardSize(): number;
  getGridOptions(): GridOptions;
}

const make = (name: CardName): Stub =>
  document.createElement(`psn-trophies-${name}-card`) as Stub;

/** Set settings that may be of any kind, as people write them. */
const configure = (name: CardName, settings: object): Stub => {
  const card = make(name);
  card.setConfig({ type: `custom:psn-trophies-${name}-card`, ...settings });
  return card;
};

/** Put a card onto the page as Home Assistant does. */
function put(name: CardName, hass: Hass = mockHass(), settings = {}): Stub {
  const card = configure(name, settings);
  card.hass = hass;
  document.body.append(card);
  return card;
}

const shown = (card: Stub): HTMLElement =>
  find(
    card,
    "psn-trophies-profile, psn-trophies-latest, psn-trophies-games, psn-trophies-heatmap",
  );

beforeEach(() => {
  document.documentElement.lang = "en";
});

afterEach(() => {
  document.body.replaceChildren();
  document.documentElement.lang = "";
  vi.useRealTimers();
});

describe.each(NAMES)("the %s card", (name) => {
  it("is a card with nothing in it until its code is there", async () => {
    const card = put(name);
    expect(find(card, "ha-card").getAttribute("aria-busy")).toBe("true");
    expect(textOf(find(card, "ha-card"))).toBe("");
    // As high as what comes, and less where the height is given.
    const { style } = find(card, "ha-card");
    expect(style.flexBasis).toBe(`${card.getCardSize() * 50}px`);
    expect(style.minHeight).toBe("");
    await vi.waitFor(() => {
      expect(textOf(shown(card))).toContain(CONTENT[name]);
    });
    expect(findAll(card, "ha-card")).toHaveLength(0);
  });

  it("hands on what it is told later", async () => {
    const card = put(name);
    await vi.waitFor(() => shown(card));
    const hass = mockHass({}, { language: "de" });
    card.hass = hass;
    card.setConfig({ type: "custom:card", title: "Mine", device_id: "other" });
    await vi.waitFor(() => {
      expect(hass.connection.subscribes).toMatchObject([
        { device_id: "other" },
      ]);
    });
    expect(card.hass).toBe(hass);
  });

  it("asks for nothing before it is on a page", async () => {
    const hass = mockHass();
    const card = configure(name, {});
    card.hass = hass;
    await vi.dynamicImportSettled();
    expect(findAll(card, "ha-card")).toHaveLength(0);
    expect(hass.connection.requests).toEqual([]);
  });

  it("is the same one after it was moved", async () => {
    const card = put(name);
    await vi.waitFor(() => shown(card));
    const first = shown(card);
    document.body.append(card);
    await vi.dynamicImportSettled();
    expect(shown(card)).toBe(first);
  });

  it.each([
    ["title", 5],
    ["title", null],
    ["device_id", { id: "device" }],
    ["device_id", ["device"]],
  ])("refuses a %s that is %j, in the language of the page", (key, value) => {
    expect(() => configure(name, { [key]: value })).toThrow(
      `“${key}” must be text.`,
    );
    document.documentElement.lang = "de";
    expect(() => configure(name, { [key]: value })).toThrow(
      `„${key}“ muss Text sein.`,
    );
  });
});

describe("the settings", () => {
  it.each<[CardName, string, unknown[]]>([
    ["latest", "count", [0, 51, 2.5, -1, "5", null, NaN]],
    ["latest", "sort", ["name", null]],
    ["latest", "grade", ["diamond", ["gold", "diamond"], { gold: true }, null]],
    ["games", "sort", ["alphabet", null]],
    ["games", "status", ["lost"]],
    ["games", "platform", ["XBOX", ["PS5", "XBOX"], [null]]],
    ["games", "show_controls", ["no", null]],
    ["heatmap", "year", [1999, 2201, 2026.5, "2026", null]],
  ])("of the %s card refuse a wrong %s", (name, key, values) => {
    for (const value of values) {
      expect(() => configure(name, { [key]: value })).toThrow(key);
    }
  });

  it.each<[CardName, object]>([
    ["latest", { count: 50, sort: "rarest", grade: ["gold", "platinum"] }],
    ["games", { sort: "name", platform: "PS5", show_controls: false }],
    ["heatmap", { year: 2000 }],
    ["profile", { title: "", device_id: "device" }],
  ])("of the %s card take %j", (name, settings) => {
    expect(() => configure(name, settings)).not.toThrow();
  });

  it("decide how much room the card of the latest takes", () => {
    const sizes = [{ count: 1 }, {}, { count: 10 }].map((settings) =>
      configure("latest", settings).getCardSize(),
    );
    expect(sizes).toEqual([3, 8, 14]);
  });
});

describe("code that does not come", () => {
  it("is said, with a way to reload, and fetched again", async () => {
    vi.useFakeTimers();
    const load = vi
      .spyOn(KINDS.profile, "load")
      .mockRejectedValueOnce(new Error("offline"))
      .mockRejectedValueOnce(new Error("offline"));
    const card = put("profile");
    await vi.advanceTimersByTimeAsync(0);
    expect(textOf(find(card, "ha-card p"))).toBe(
      "This card could not be loaded. Reload the page.",
    );
    expect(textOf(find(card, "button"))).toBe("Reload");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(load).toHaveBeenCalledTimes(2);
    expect(findAll(card, "button")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(0);
    expect(load).toHaveBeenCalledTimes(3);
    expect(shown(card)).toBeInstanceOf(HTMLElement);
  });

  it("is not fetched for a card that left the page", async () => {
    vi.useFakeTimers();
    const load = vi
      .spyOn(KINDS.profile, "load")
      .mockRejectedValue(new Error("offline"));
    const card = put("profile");
    await vi.advanceTimersByTimeAsync(0);
    card.remove();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledOnce();
  });
});

describe("words that do not come", () => {
  it("are fetched again while there are shapes", async () => {
    vi.useFakeTimers();
    const { fr } = LANGUAGES;
    const load = vi.spyOn(fr!, "load").mockRejectedValueOnce(new Error("gone"));
    const card = put("profile", mockHass({}, { language: "fr" }));
    await vi.advanceTimersByTimeAsync(0);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(0);
    expect(textOf(shown(card))).not.toContain("Hunter");
    await vi.advanceTimersByTimeAsync(2_000);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(0);
    expect(load).toHaveBeenCalledTimes(2);
    expect(textOf(shown(card))).toContain("Platine");
  });

  it("are fetched when the card comes back that left meanwhile", async () => {
    vi.useFakeTimers();
    const { pl } = LANGUAGES;
    const load = vi.spyOn(pl!, "load").mockRejectedValueOnce(new Error("gone"));
    const card = put("profile", mockHass({}, { language: "pl" }));
    await vi.advanceTimersByTimeAsync(0);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(0);
    card.remove();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(load).toHaveBeenCalledOnce();
    document.body.append(card);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(0);
    expect(load).toHaveBeenCalledTimes(2);
    expect(textOf(shown(card))).toContain("Platynowe");
  });
});
