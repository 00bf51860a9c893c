import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ERRORS } from "./contract";
import { early as earlyEn, texts as en } from "./texts/en";
import {
  earlyTexts,
  LANGUAGES,
  loadTexts,
  pageLanguage,
  readTexts,
} from "./texts/languages";
import { KEYS } from "./texts/keys";
import { pack } from "./texts/pack";
import { say, sayCount } from "./texts/say";
import type { Plural, Texts } from "./texts/shape";
import { unpack } from "./texts/unpack";

const NAMES = Object.keys(LANGUAGES);
const ALL = Object.fromEntries(
  await Promise.all(
    NAMES.map(async (name) => [name, await loadTexts(name)] as const),
  ),
);
const textsOf = (name: string): Texts => ALL[name]!;

/** Return all texts with the path to each; forms of a plural under one path. */
function leaves(texts: object, path = ""): [string, string][] {
  return Object.entries(texts).flatMap(
    ([key, value]: [string, string | object]): [string, string][] =>
      typeof value === "string"
        ? [[`${path}${key}`, value]]
        : leaves(value, `${path}${key}.`),
  );
}

const isForm = (path: string): boolean =>
  /^(trophies|games|trophyDays)\./.test(path);
const all = (name: string): [string, string][] => [
  ...leaves(LANGUAGES[name]!.early, "early."),
  ...leaves(textsOf(name)),
];
const ENGLISH = new Map(all("en"));

const places = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort();

/** How wide a text is, in letters; those of East Asia are as wide as two. */
const width = (text: string): number =>
  text.length + text.replace(/[^\u3000-\u9fff\uff00-\uffef]/g, "").length;

/** What fits where a text stands, in letters. */
const ROOM: [RegExp, number][] = [
  // Half a row of a dashboard, beside the icon.
  [/^tiles\./, 17],
  // Below a number, four in a row.
  [/^grades\./, 11],
  [/^rarities\./, 15],
  // In a field beside another.
  [/^(sorts|statuses)\./, 24],
  [/^trophySorts\./, 24],
  // Headings of sections and cards.
  [/^strategy\.(?!noAccount)/, 40],
  [/^(latest|rarest|games|year)Title$/, 30],
  [/^early\.cards\.\w+\.name/, 36],
  [/^early\.strategy\.(name|title)/, 30],
  // Buttons.
  [/^(all|missing)Trophies$/, 24],
  [/^(retry|close|reload|early\.reload)$/, 21],
  [/^level$/, 10],
];

afterEach(() => {
  document.documentElement.lang = "";
});

it("there are ten languages, each a file of its own", () => {
  expect(NAMES).toHaveLength(10);
  const files = readdirSync(join(import.meta.dirname, "texts"))
    .filter((name) => /^[a-z]{2}(-\w+)?\.ts$/.test(name))
    .map((name) => name.replace(".ts", ""));
  expect(files.sort()).toEqual([...NAMES].sort());
});

describe.each(NAMES)("the texts in %s", (name) => {
  const found = all(name);

  it("are all there, and no others", () => {
    const paths = (texts: Iterable<[string, string]>) =>
      [...texts].map(([path]) => path).filter((path) => !isForm(path));
    expect(paths(found).sort()).toEqual(paths(ENGLISH).sort());
    expect(ENGLISH.size).toBeGreaterThan(100);
  });

  it("are not empty, and without spaces around them", () => {
    for (const [path, text] of found) {
      expect([path, text]).toEqual([path, expect.stringMatching(/\S/)]);
      expect([path, text]).toEqual([path, text.trim()]);
    }
  });

  it("have the same places", () => {
    for (const [path, text] of found) {
      const english = isForm(path) ? "{count}" : ENGLISH.get(path)!;
      expect([path, places(text)]).toEqual([path, places(english)]);
      expect(text.replace(/\{\w+\}/g, "")).not.toMatch(/[{}]|undefined/);
    }
  });

  it("fit where they stand", () => {
    const long = found.filter(([path, text]) =>
      ROOM.some(([where, room]) => where.test(path) && width(text) > room),
    );
    expect(long).toEqual([]);
    for (const [where] of ROOM) {
      expect(found.some(([path]) => where.test(path))).toBe(true);
    }
  });

  it("have a form for every number", () => {
    const texts = textsOf(name);
    const rules = new Intl.PluralRules(name);
    for (const forms of [texts.trophies, texts.games, texts.trophyDays]) {
      const known = Object.keys(forms);
      for (let count = 0; count <= 1_234; count += 1) {
        expect(known).toContain(rules.select(count));
        expect(sayCount(texts, forms, count, String(count))).toContain(
          String(count),
        );
      }
    }
    expect(texts.language).toBe(name);
  });

  it("have words of their own for each refusal", () => {
    const { errors } = textsOf(name);
    expect(Object.keys(errors).sort()).toEqual([...ERRORS, "unknown"].sort());
    expect(new Set(Object.values(errors)).size).toBe(ERRORS.length + 1);
  });

  it("are the same after the build packed them", () => {
    const packed = pack(textsOf(name), KEYS);
    expect(unpack(packed)).toEqual(textsOf(name));
  });

  it("are of that language", () => {
    if (name === "en") return;
    const same = found.filter(([path, text]) => text === ENGLISH.get(path));
    // A few words are the same everywhere.
    expect(same.length).toBeLessThan(12);
  });
});

it("Sony's own words are used", () => {
  const metals = (name: string) => Object.values(textsOf(name).grades);
  expect(Object.fromEntries(NAMES.map((name) => [name, metals(name)]))).toEqual(
    {
      en: ["Bronze", "Silver", "Gold", "Platinum"],
      de: ["Bronze", "Silber", "Gold", "Platin"],
      es: ["Bronce", "Plata", "Oro", "Platino"],
      fr: ["Bronze", "Argent", "Or", "Platine"],
      it: ["Bronzo", "Argento", "Oro", "Platino"],
      ja: ["ブロンズ", "シルバー", "ゴールド", "プラチナ"],
      nl: ["Brons", "Zilver", "Goud", "Platina"],
      pl: ["Brązowe", "Srebrne", "Złote", "Platynowe"],
      "pt-BR": ["Bronze", "Prata", "Ouro", "Platina"],
      "zh-Hans": ["铜", "银", "金", "白金"],
    },
  );
});

describe("a number", () => {
  const counted = (name: string, forms: (texts: Texts) => Plural) =>
    [0, 1, 2, 5, 12, 21, 22].map((count) =>
      sayCount(textsOf(name), forms(textsOf(name)), count, String(count)),
    );

  it.each([
    [
      "en",
      "0 trophies|1 trophy|2 trophies|5 trophies|12 trophies|21 trophies|22 trophies",
    ],
    [
      "de",
      "0 Trophäen|1 Trophäe|2 Trophäen|5 Trophäen|12 Trophäen|21 Trophäen|22 Trophäen",
    ],
    [
      "fr",
      "0 trophée|1 trophée|2 trophées|5 trophées|12 trophées|21 trophées|22 trophées",
    ],
    [
      "pl",
      "0 trofeów|1 trofeum|2 trofea|5 trofeów|12 trofeów|21 trofeów|22 trofea",
    ],
    [
      "zh-Hans",
      "0 个奖杯|1 个奖杯|2 个奖杯|5 个奖杯|12 个奖杯|21 个奖杯|22 个奖杯",
    ],
  ])("has its form in %s", (name, expected) => {
    expect(counted(name, ({ trophies }) => trophies)).toEqual(
      expected.split("|"),
    );
  });
});

describe("a language that cannot be packed", () => {
  it.each([
    ["more", { ...en, more: "text" }],
    ["less", { ...en, retry: undefined }],
    ["of several lines", { ...en, retry: "a\nb" }],
    ["with what parts forms", { ...en, games: { other: "a|b" } }],
  ])("is refused: %s", (_, texts) => {
    expect(() => pack(texts as unknown as Texts, KEYS)).toThrow();
  });
});

describe("what is put into a text", () => {
  it("is in its place, whatever it looks like", () => {
    expect(say("{a} of {b}", { a: "{b}", b: "$&" })).toBe("{b} of $&");
  });

  it("leaves places alone that nothing is put into", () => {
    expect(say("{a} {constructor}", { a: "1" })).toBe("1 {constructor}");
  });
});

describe("the language asked for", () => {
  const CASES = [
    ["en", "en"],
    ["en-GB", "en"],
    ["de", "de"],
    ["de-CH", "de"],
    ["de-Latn-AT", "de"],
    ["gsw", "de"],
    ["es-419", "es"],
    ["fr-CA", "fr"],
    ["pt", "pt-BR"],
    ["pt-PT", "pt-BR"],
    ["pt-BR", "pt-BR"],
    ["zh-CN", "zh-Hans"],
    ["zh-Hans", "zh-Hans"],
    ["ja", "ja"],
    ["nds", "en"],
    ["tlh", "en"],
    ["ar", "en"],
    ["constructor", "en"],
    ["", "en"],
  ] as const;

  it.each(CASES)("%s is found, or the nearest: %s", async (asked, name) => {
    expect(await loadTexts(asked)).toBe(textsOf(name));
    expect(readTexts(asked)).toBe(textsOf(name));
    expect(earlyTexts(asked)).toBe(LANGUAGES[name]!.early);
  });

  it("is that of the page", () => {
    vi.spyOn(navigator, "language", "get").mockReturnValue("fr");
    document.documentElement.lang = "de";
    expect(pageLanguage()).toBe("de");
    expect(earlyTexts().reload).toBe("Neu laden");
  });

  it("is the browser's where the page has none", () => {
    vi.spyOn(navigator, "language", "get").mockReturnValue("fr");
    expect(earlyTexts().reload).toBe("Recharger");
  });

  it("has English where nothing is known", () => {
    vi.spyOn(navigator, "language", "get").mockReturnValue("");
    expect(earlyTexts()).toBe(earlyEn);
    expect(en.language).toBe("en");
  });
});
