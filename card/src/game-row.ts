import { html, nothing, type TemplateResult } from "lit";
import type { ListedTitle, TitleSort } from "./contract";
import { trophy } from "./drawings";
import type { Format } from "./format";
import { drawnPicture } from "./picture";
import type { Texts } from "./texts/shape";
import {
  bestMetal,
  gradeCounts,
  metal,
  platformChips,
  shareBar,
  titleName,
} from "./title-parts";

/** In which words and order a row is written. */
export interface Writing {
  texts: Texts;
  format: Format;
  now: number;
  sort: TitleSort;
}

/** Draw what stands in the row of a game. */
export function gameRow(title: ListedTitle, writing: Writing): TemplateResult {
  const { texts, format, sort } = writing;
  const name = titleName(title);
  const done = metal(title);
  const share = shareOf(title, sort);
  return html`<span class="cover-box">
      ${drawnPicture(title.icon_url, "cover", "game")}
      ${done ? html`<span class="medal">${trophy(done)}</span>` : nothing}
    </span>
    <span class="lines">
      <span class="one-line name" dir="auto" title=${name}>${name}</span>
      <span class="facts">
        ${platformChips(title)}
        <span class="one-line muted small">${fact(title, writing)}</span>
      </span>
      ${gradeCounts(title, texts, format)}
      <span class="share">
        ${shareBar(share, bestMetal(title.earned))}
        <span class="percent small">${format.percent(share)}</span>
      </span>
    </span>`;
}

/** Draw what stands in a row until its game was read. */
export const emptyRow = (): TemplateResult =>
  html`<span class="picture bone"></span>
    <span class="lines">
      <span class="bone"></span><span class="bone short"></span>
    </span>`;

/** Return the share a row shows: what counts for a platinum is the base game alone. */
function shareOf(title: ListedTitle, sort: TitleSort): number {
  const { base_game_progress, progress } = title;
  if (sort === "closest_platinum") return base_game_progress;
  // Once the base game is done, it is about the add-ons.
  return sort === "what_next" ? base_game_progress % 100 || progress : progress;
}

/** Write what the order of the rows is about. */
function fact(
  { last_update, rarest_rate, missing, hardest_rate }: ListedTitle,
  { texts, format, now, sort }: Writing,
): string {
  if (sort === "closest_platinum") return texts.baseGame;
  if (sort === "rarest" && rarest_rate !== null) {
    return `${texts.sorts.rarest}: ${format.percent(rarest_rate)}`;
  }
  if (sort === "what_next" && missing !== null) {
    const lacks = `${texts.missingTrophies}: ${format.number(missing)}`;
    return hardest_rate === null
      ? lacks
      : `${lacks} · ${texts.sorts.rarest}: ${format.percent(hardest_rate)}`;
  }
  return format.ago(last_update, now);
}
