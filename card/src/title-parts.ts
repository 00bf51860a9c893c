import { html, nothing, type TemplateResult } from "lit";
import {
  GRADES,
  PLATFORM_NAMES,
  type Counts,
  type EarnedTrophyView,
  type Grade,
  type Title,
} from "./contract";
import { icon, trophy } from "./drawings";
import type { Format } from "./format";
import { say } from "./texts/say";
import type { Texts } from "./texts/shape";

const BEST_FIRST = [...GRADES].reverse();

/** Return what a game is called; one without a name by its id. */
export const titleName = (title: Title): string =>
  title.title_name.trim() || title.title_id;

/** Return the names of the platforms of a game. */
export function platformNames({ platform }: Pick<Title, "platform">): string[] {
  const names = new Map<string, string>(Object.entries(PLATFORM_NAMES));
  return platform
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => names.get(one) ?? one);
}

/** Return the metal of a game that is done: its platinum, or all of its trophies. */
export function metal({ earned, progress }: Title): Grade | "" {
  if (earned.platinum) return "platinum";
  return progress >= 100 ? "gold" : "";
}

/** Return the most precious metal among trophies; bronze where there is none yet. */
export const bestMetal = (earned: Counts): Grade =>
  BEST_FIRST.find((grade) => earned[grade]) ?? "bronze";

export const platformChips = (title: Title): TemplateResult[] =>
  platformNames(title).map((name) => html`<span class="chip">${name}</span>`);

/** Write how rare a trophy is: the word and the rate, as far as they are known. */
export const rarityText = (
  { rarity, earned_rate }: Pick<EarnedTrophyView, "rarity" | "earned_rate">,
  texts: Texts,
  format: Format,
): string =>
  [
    rarity ? texts.rarities[rarity] : "",
    earned_rate === null ? "" : format.percent(earned_rate),
  ]
    .filter(Boolean)
    .join(" · ");

/** Show how rare a trophy is: what hardly anybody has stands out. */
export function rarityMark(
  trophy: Pick<EarnedTrophyView, "rarity" | "earned_rate">,
  texts: Texts,
  format: Format,
  look = "",
): TemplateResult | typeof nothing {
  const text = rarityText(trophy, texts, format);
  if (!text) return nothing;
  return trophy.rarity === "ultra_rare"
    ? html`<span class="ultra small">${icon("gem")}<span>${text}</span></span>`
    : html`<span class="${look} muted small">${text}</span>`;
}

/** Draw a bar of a metal for a share in percent. */
export function shareBar(share: number, metal: Grade): TemplateResult {
  const size = Math.max(0, Math.min(share, 100));
  return html`<span class="bar ${metal}"
    ><span style="inline-size:${size}%"></span
  ></span>`;
}

/** Write how many of each grade are earned, without the grades there are none of. */
export const gradeCounts = (
  { earned, defined }: Pick<Title, "earned" | "defined">,
  texts: Texts,
  format: Format,
): TemplateResult =>
  html`<span class="counts"
    >${BEST_FIRST.map((grade) =>
      defined[grade]
        ? html`<span class="count ${grade}"
            >${trophy(grade)}<span class="outside"
              >${texts.grades[grade]}:
              ${say(texts.earnedOf, {
                earned: format.number(earned[grade]),
                defined: format.number(defined[grade]),
              })} </span
            ><bdi dir="ltr" aria-hidden="true"
              ><span class="grade-text">${format.number(earned[grade])}</span
              ><span class="muted">/${format.number(defined[grade])}</span></bdi
            ></span
          >`
        : nothing,
    )}</span
  >`;
