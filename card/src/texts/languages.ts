import { early as de } from "./de";
import { early as en } from "./en";
import { early as es } from "./es";
import { early as fr } from "./fr";
import { early as it } from "./it";
import { early as ja } from "./ja";
import { early as nl } from "./nl";
import { early as pl } from "./pl";
import { early as ptBR } from "./pt-BR";
import type { Early, Texts } from "./shape";
import { early as zhHans } from "./zh-Hans";

interface Language {
  early: Early;
  /** Read the texts, which the build writes as lines. */
  load(): Promise<{ texts: Texts | string }>;
}

const English: Language = { early: en, load: () => import("./en") };

/** The languages there are; of each, the build puts only `early` on every page. */
export const LANGUAGES: Record<string, Language> = {
  en: English,
  de: { early: de, load: () => import("./de") },
  es: { early: es, load: () => import("./es") },
  fr: { early: fr, load: () => import("./fr") },
  it: { early: it, load: () => import("./it") },
  ja: { early: ja, load: () => import("./ja") },
  nl: { early: nl, load: () => import("./nl") },
  pl: { early: pl, load: () => import("./pl") },
  "pt-BR": { early: ptBR, load: () => import("./pt-BR") },
  "zh-Hans": { early: zhHans, load: () => import("./zh-Hans") },
};

/** Languages whose readers are nearer to one of ours than to English. */
const NEAR: Record<string, string> = { gsw: "de" };

const loaded = new Map<Language, Texts>();

/** Return a language (`de`, `de-CH`, `pt`, …), its nearest relative, or English. */
function nearest(language: string): Language {
  const base = baseOf(language);
  const key =
    Object.keys(LANGUAGES).find((one) => one === language) ??
    Object.keys(LANGUAGES).find((one) => baseOf(one) === base) ??
    (Object.keys(NEAR).includes(base) ? NEAR[base] : undefined);
  return (key !== undefined && LANGUAGES[key]) || English;
}

const baseOf = (language: string): string => language.split("-")[0] ?? "";

/** Return the language the page is in, for what has no `hass` at hand. */
export const pageLanguage = (): string =>
  document.documentElement.lang || navigator.language;

/** Return what is there at once of a language. */
export const earlyTexts = (language = pageLanguage()): Early =>
  nearest(language).early;

/** Return the texts of a language if they are there already. */
export const readTexts = (language: string): Texts | undefined =>
  loaded.get(nearest(language));

/** Return the texts of a language, fetched on first use. */
export async function loadTexts(language = pageLanguage()): Promise<Texts> {
  const found = nearest(language);
  const known = loaded.get(found);
  if (known) return known;
  const [{ texts }, { unpack }] = await Promise.all([
    found.load(),
    import("./unpack"),
  ]);
  const unpacked = unpack(texts);
  loaded.set(found, unpacked);
  return unpacked;
}
