import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { mockHass } from "../test/mock-hass";
import type { ConfigForm, GridOptions, Hass } from "./hass";
import { early as earlyDe } from "./texts/de";
import { early as earlyEn, texts as en } from "./texts/en";

const CARDS = ["profile", "latest", "games", "heatmap"] as const;
const STRATEGY = "ll-strategy-dashboard-psn-trophies";

const tagOf = (name: string): string => `psn-trophies-${name}-card`;

/** What the frontend expects of a card and its class. */
interface Card extends HTMLElement {
  getCardSize(): number;
  getGridOptions(): GridOptions;
}
interface CardClass {
  getStubConfig(hass: Hass): object;
  getConfigForm(): Promise<ConfigForm>;
}

const classOf = (name: string): CardClass =>
  customElements.get(tagOf(name)) as unknown as CardClass;

const OTHER_CARD = { type: "other-card", name: "Other" };
const OTHER_STRATEGY = { type: "other", strategyType: "dashboard" };

beforeAll(async () => {
  Object.assign(window, {
    customCards: [OTHER_CARD],
    customStrategies: [OTHER_STRATEGY],
  });
  await import("./index");
});

afterEach(() => {
  document.documentElement.lang = "";
});

describe("the bundle", () => {
  it("offers four cards besides those that are there", () => {
    expect(window.customCards).toHaveLength(5);
    expect(window.customCards![0]).toBe(OTHER_CARD);
    expect(window.customCards!.slice(1)).toMatchObject(
      CARDS.map((name) => ({ type: tagOf(name), preview: true })),
    );
  });

  it("offers a strategy besides those that are there", () => {
    expect(window.customStrategies).toHaveLength(2);
    expect(window.customStrategies![0]).toBe(OTHER_STRATEGY);
    expect(window.customStrategies![1]).toMatchObject({
      type: "psn-trophies",
      strategyType: "dashboard",
    });
  });

  it("links each to its documentation", () => {
    const offered = [
      ...window.customCards!.slice(1),
      ...window.customStrategies!.slice(1),
    ];
    for (const { documentationURL } of offered) {
      expect(new URL(documentationURL).protocol).toBe("https:");
    }
  });

  it.each([...CARDS.map(tagOf), STRATEGY])("defines %s", (tag) => {
    const element = customElements.get(tag);
    expect(element).toBeDefined();
    expect(document.createElement(tag)).toBeInstanceOf(element);
  });

  it.each([
    ...CARDS.map((name) => `psn-trophies-${name}`),
    "psn-trophies-dialog",
    "psn-trophies-title-dialog",
    "psn-trophies-celebration",
  ])("has %s only when it is first needed", (tag) => {
    expect(customElements.get(tag)).toBeUndefined();
  });

  it("can be loaded twice", async () => {
    const [first, profile] = [await import("./index"), classOf("profile")];
    vi.resetModules();
    expect(await import("./index")).not.toBe(first);
    expect(classOf("profile")).toBe(profile);
    expect(window.customCards).toHaveLength(5);
    expect(window.customStrategies).toHaveLength(2);
  });

  it("begins the lists where there are none", async () => {
    const { customCards: cards, customStrategies: strategies } = window;
    delete window.customCards;
    delete window.customStrategies;
    vi.resetModules();
    await import("./index");
    const types = (list: { type: string }[]) => list.map(({ type }) => type);
    expect(types(window.customCards!)).toEqual(CARDS.map(tagOf));
    expect(types(window.customStrategies!)).toEqual(["psn-trophies"]);
    Object.assign(window, { customCards: cards, customStrategies: strategies });
  });
});

describe("in the language of the page", () => {
  it.each(CARDS)("the %s card has its name and what it is", (name) => {
    const card = window.customCards!.find(({ type }) => type === tagOf(name))!;
    for (const [language, texts] of Object.entries({
      en: earlyEn,
      de: earlyDe,
      "de-AT": earlyDe,
    })) {
      document.documentElement.lang = language;
      expect(card.name).toBe(texts.cards[name].name);
      expect(card.description).toBe(texts.cards[name].description);
    }
  });

  it("the strategy has its name and what it is", () => {
    const strategy = window.customStrategies![1]!;
    for (const [language, texts] of Object.entries({
      en: earlyEn,
      de: earlyDe,
    })) {
      document.documentElement.lang = language;
      expect(strategy.name).toBe(texts.strategy.name);
      expect(strategy.description).toBe(texts.strategy.description);
    }
  });

  it.each(CARDS)("the form of the %s card has its labels", async (name) => {
    const labels = async (language: string) => {
      document.documentElement.lang = language;
      const { schema, computeLabel } = await classOf(name).getConfigForm();
      return schema.map((field) => computeLabel(field));
    };
    const [english, german] = [await labels("en"), await labels("de")];
    expect(english).toContain("Account");
    expect(german).toContain("Konto");
  });
});

describe.each(CARDS)("the %s card", (name) => {
  it("is set up in a form whose fields all have a label", async () => {
    document.documentElement.lang = "en";
    const { schema, computeLabel, computeHelper } =
      await classOf(name).getConfigForm();
    expect(schema.map((field) => field.name).slice(0, 2)).toEqual([
      "device_id",
      "title",
    ]);
    for (const field of schema) {
      expect(Object.keys(field.selector)).toHaveLength(1);
      expect(Object.values(en.form)).toContain(computeLabel(field));
      expect(computeLabel(field)).not.toMatch(/_|^$/);
    }
    expect(computeHelper(schema[0]!)).toBe(en.form.device_id_help);
    expect(computeHelper(schema[1]!)).toBeUndefined();
  });

  it("tells what holds while nothing is chosen", async () => {
    const { schema, computeHelper } = await classOf(name).getConfigForm();
    expect(schema[0]!.default).toBe("Account");
    const helpers = schema
      .filter(({ selector }) => "select" in selector)
      .map((field) => computeHelper(field));
    expect(helpers).toEqual(
      {
        latest: ["None chosen: Latest first.", "None chosen: All grades."],
        games: [
          "None chosen: Recently played.",
          "None chosen: All games.",
          "None chosen: All platforms.",
        ],
      }[name as string] ?? [],
    );
  });

  it("lets one choose from what has a name", async () => {
    const { schema } = await classOf(name).getConfigForm();
    const selects = schema.flatMap(({ selector }) =>
      "select" in selector
        ? (selector.select as { options: Record<string, string>[] }).options
        : [],
    );
    expect(selects.length > 0).toBe(name === "latest" || name === "games");
    for (const { value, label } of selects) {
      expect(value).toMatch(/^\w+$/);
      expect(label).toMatch(/^\S/);
    }
  });

  it("begins with the account where there is one", () => {
    expect(classOf(name).getStubConfig(mockHass())).toEqual({
      device_id: "device",
    });
  });

  it("begins with an account where there are two", () => {
    const hass = mockHass();
    hass.entities["sensor.other"] = {
      entity_id: "sensor.other",
      device_id: "other",
      platform: "psn_trophies",
    };
    expect(classOf(name).getStubConfig(hass)).toEqual({ device_id: "device" });
  });

  it("tells how large it is, before it has settings too", () => {
    const card = document.createElement(tagOf(name)) as Card;
    expect(card.getCardSize()).toBeGreaterThan(1);
    const { columns, rows, min_columns } = card.getGridOptions();
    expect(columns === "full" || columns === 12).toBe(true);
    expect(rows === "auto" || (rows ?? 0) > 0).toBe(true);
    expect(min_columns).toBeLessThanOrEqual(12);
  });
});
