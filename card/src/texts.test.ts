import { afterEach, describe, expect, it, vi } from "vitest";
import { ERRORS } from "./contract";
import { pageTexts, textsFor, type Texts } from "./texts";
import { de } from "./texts/de";
import { en } from "./texts/en";

type Leaf = string | ((...values: never[]) => string);

/** Return all texts with the path to each. */
function leaves(texts: object, path = ""): [string, Leaf][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? leaves(value, `${path}${key}.`)
      : [[`${path}${key}`, value as Leaf] satisfies [string, Leaf]],
  );
}

const LANGUAGES = { en, de };
const LEAVES = { en: new Map(leaves(en)), de: new Map(leaves(de)) };

/** Each text that holds something, with what it must hold. */
const HOLDING: [string, (texts: Texts) => string, string[]][] = [
  ["config.choice", ({ config }) => config.choice("A1", "B2"), ["A1", "B2"]],
  ["config.text", ({ config }) => config.text("A1"), ["A1"]],
  ["config.yesOrNo", ({ config }) => config.yesOrNo("A1"), ["A1"]],
  ["libraryProgress", (texts) => texts.libraryProgress("42%"), ["42%"]],
  ["tier", (texts) => texts.tier(7, "B2"), ["7", "B2"]],
  ["pointsToNext", (texts) => texts.pointsToNext("A1", "B2"), ["A1", "B2"]],
  ["points", (texts) => texts.points("A1"), ["A1"]],
  ["trophies", (texts) => texts.trophies(1234, "1,234"), ["1,234"]],
  ["earnRate", (texts) => texts.earnRate("4.2%"), ["4.2%"]],
  ["games", (texts) => texts.games(1234, "1,234"), ["1,234"]],
  ["addOn", (texts) => texts.addOn(7), ["7"]],
  ["earnedOf", (texts) => texts.earnedOf("A1", "B2"), ["A1", "B2"]],
  ["noTrophyOn", (texts) => texts.noTrophyOn("A1"), ["A1"]],
  ["trophiesOn", (texts) => texts.trophiesOn("A1", "B2"), ["A1", "B2"]],
  ["trophyDays", (texts) => texts.trophyDays(1234, "1,234"), ["1,234"]],
  ["bestDay", (texts) => texts.bestDay("A1", "B2"), ["A1", "B2"]],
];

/** What reads the same in both languages. */
const SAME_WORDS = [
  "grades.bronze",
  "grades.gold",
  "level",
  "platforms.PS3",
  "platforms.PS4",
  "platforms.PS5",
  "platforms.PSPC",
  "platforms.PSVITA",
  "sorts.name",
];

afterEach(() => {
  document.documentElement.lang = "";
});

describe("the languages", () => {
  it("say the same things", () => {
    expect([...LEAVES.de.keys()].sort()).toEqual([...LEAVES.en.keys()].sort());
    for (const [path, text] of LEAVES.en) {
      expect([path, typeof LEAVES.de.get(path)]).toEqual([path, typeof text]);
    }
  });

  it.each(["en", "de"] as const)("leave nothing empty: %s", (language) => {
    expect(LEAVES[language].size).toBeGreaterThan(100);
    for (const [path, text] of LEAVES[language]) {
      if (typeof text === "function") continue;
      expect([path, text]).toEqual([path, expect.stringMatching(/\S/)]);
      expect([path, text]).toEqual([path, text.trim()]);
    }
  });

  it("are two", () => {
    const same = [...LEAVES.en].filter(
      ([path, text]) => text === LEAVES.de.get(path),
    );
    expect(same.map(([path]) => path).sort()).toEqual(SAME_WORDS);
  });

  it.each(["en", "de"] as const)(
    "have words of their own for each refusal: %s",
    (language) => {
      const { errors } = LANGUAGES[language];
      expect(Object.keys(errors).sort()).toEqual([...ERRORS, "unknown"].sort());
      expect(new Set(Object.values(errors)).size).toBe(ERRORS.length + 1);
    },
  );
});

describe("what is put into a text", () => {
  it("is tried for each that takes something", () => {
    const functions = [...LEAVES.en]
      .filter(([, text]) => typeof text === "function")
      .map(([path]) => path);
    expect(HOLDING.map(([path]) => path).sort()).toEqual(functions.sort());
  });

  it.each(HOLDING)("is in it, in both languages: %s", (_, write, held) => {
    for (const texts of [en, de]) {
      const text = write(texts);
      for (const part of held) expect(text).toContain(part);
      expect(text).not.toMatch(/undefined|\[object|\$\{|=>/);
    }
  });
});

describe("a number", () => {
  it.each([
    [0, "0 trophies", "0 games", "on 0 days"],
    [1, "1 trophy", "1 game", "on 1 day"],
    [2, "2 trophies", "2 games", "on 2 days"],
    [21, "21 trophies", "21 games", "on 21 days"],
  ])("%i has its form in English", (count, ...expected) => {
    expect(counted(en, count)).toEqual(expected);
  });

  it.each([
    [0, "0 Trophäen", "0 Spiele", "an 0 Tagen"],
    [1, "1 Trophäe", "1 Spiel", "an 1 Tag"],
    [2, "2 Trophäen", "2 Spiele", "an 2 Tagen"],
    [21, "21 Trophäen", "21 Spiele", "an 21 Tagen"],
  ])("%i has its form in German", (count, ...expected) => {
    expect(counted(de, count)).toEqual(expected);
  });

  function counted(texts: Texts, count: number): string[] {
    return [
      texts.trophies(count, String(count)),
      texts.games(count, String(count)),
      texts.trophyDays(count, String(count)),
    ];
  }
});

describe("the language asked for", () => {
  const CASES = [
    ["en", en],
    ["en-GB", en],
    ["de", de],
    ["de-CH", de],
    ["de-Latn-AT", de],
    ["fr", en],
    ["nds", en],
    ["zh-Hans", en],
  ] as const;

  it.each(CASES)("%s is found, or English instead", (language, texts) => {
    expect(textsFor(language)).toBe(texts);
  });

  it("may be none", () => {
    expect(textsFor("")).toBe(en);
  });

  it.each(CASES)("is that of the page: %s", (language, texts) => {
    vi.spyOn(navigator, "language", "get").mockReturnValue(
      texts === en ? "de" : "en",
    );
    document.documentElement.lang = language;
    expect(pageTexts()).toBe(texts);
  });

  it.each(CASES)("is the browser's where the page has none: %s", (...all) => {
    const [language, texts] = all;
    vi.spyOn(navigator, "language", "get").mockReturnValue(language);
    expect(pageTexts()).toBe(texts);
  });
});
