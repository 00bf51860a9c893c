import { html, LitElement, type TemplateResult } from "lit";
import { celebrationStyles } from "./celebration.styles";
import type { NewTrophy } from "./contract";
import { trophyPicture } from "./picture";
import { define, reactive } from "./define";
import { shared } from "./styles";
import type { Texts } from "./texts/shape";

/** How long a celebration lasts, in milliseconds. */
const DURATION_MS = 7_000;
const PIECES = 90;
const COLOURS = ["#5aa3d6", "#d8a01c", "#93a3b3", "#b87445", "#fff"];

/** A banner and confetti over the whole page; nothing under it stops working. */
export class Celebration extends LitElement {
  static override styles = [shared, celebrationStyles];
  static override properties = reactive("earned", "texts");

  earned: NewTrophy | undefined;
  texts: Texts | undefined;

  override render(): TemplateResult {
    const { earned, texts } = this;
    return html`${Array.from({ length: PIECES }, piece)}
      <div class="banner" role="status" aria-live="assertive">
        ${trophyPicture(earned?.icon_url, "platinum", 256)}
        <span>
          <b>${texts?.platinumEarned}</b>
          <span>${earned?.trophy_name}</span>
          <span>${earned?.title_name}</span>
        </span>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "psn-trophies-celebration": Celebration;
  }
}

/** Draw one piece of confetti; where it falls is chance. */
function piece(): TemplateResult {
  const between = (low: number, high: number): number =>
    low + Math.random() * (high - low);
  const style = [
    `left:${between(0, 100)}%`,
    `background:${COLOURS[Math.floor(between(0, COLOURS.length))] ?? ""}`,
    `--drift:${between(-12, 12)}vw`,
    `--turn:${between(-900, 900)}deg`,
    `animation-duration:${between(2.5, 5.5)}s`,
    `animation-delay:${between(0, 1.2)}s`,
  ].join(";");
  return html`<i style=${style}></i>`;
}

const celebrated = new Set<string>();

/** Celebrate a platinum trophy just earned, however many cards hear of it. */
export function celebrate(earned: NewTrophy, texts: Texts): void {
  if (earned.grade !== "platinum" || earned.late) return;
  const key = `${earned.title_id}/${earned.trophy_id}`;
  if (celebrated.has(key)) return;
  celebrated.add(key);
  const celebration = document.createElement(TAG);
  celebration.earned = earned;
  celebration.texts = texts;
  // Above everything, dialogs included, where the browser can.
  celebration.popover = "manual";
  document.body.append(celebration);
  if ("showPopover" in celebration) celebration.showPopover();
  setTimeout(() => {
    celebration.remove();
  }, DURATION_MS);
}

const TAG = "psn-trophies-celebration";
define(TAG, Celebration);
