import { html, LitElement, nothing, type TemplateResult } from "lit";
import { celebrationStyles } from "./celebration.styles";
import type { Account, NewTrophy } from "./contract";
import { define, reactive } from "./define";
import type { Format } from "./format";
import { backdrop, trophyPicture } from "./picture";
import { shared } from "./styles";
import { say } from "./texts/say";
import type { Texts } from "./texts/shape";

/** How long a platinum is celebrated, and what is celebrated quietly, in milliseconds. */
const DURATION_MS = 9_000;
const QUIET_MS = 5_000;
/** So many may wait for each other; who earns more at once looks at the cards. */
const MOST_WAITING = 9;
const PIECES = 120;
const COLOURS = ["#5aa3d6", "#d8a01c", "#93a3b3", "#b87445", "#fff"];

/** What is celebrated, and in whose words. */
interface Party {
  kind: "platinum" | "gold" | "completed";
  earned: NewTrophy;
  /** Whose it is. */
  name: string;
  texts: Texts;
  format: Format;
}

/**
 * A platinum over the whole page, with confetti; anything else in a line at its top.
 *
 * Nothing under it stops working.
 */
export class Celebration extends LitElement {
  static override styles = [shared, celebrationStyles];
  static override properties = reactive("party");

  party: Party | undefined;

  override render(): TemplateResult | typeof nothing {
    const { party } = this;
    if (!party) return nothing;
    return party.kind === "platinum" ? this.large(party) : this.quiet(party);
  }

  private large({ earned, name, texts, format }: Party): TemplateResult {
    const rate = earned.earned_rate;
    return html`<div class="night"></div>
      ${Array.from({ length: PIECES }, piece)}
      <div class="banner platinum" role="status" aria-live="assertive">
        ${backdrop(earned.title_icon_url)}
        <div class="rays">
          ${trophyPicture(earned.icon_url, "platinum", 256)}
        </div>
        <div class="words">
          <b>${texts.platinumEarned}</b>
          <strong dir="auto">${earned.trophy_name}</strong>
          <span dir="auto">${earned.title_name}</span>
          <span class="muted" dir="auto">${name}</span>
          ${
            rate === null
              ? nothing
              : html`<span class="muted"
                  >${say(texts.earnRate, { rate: format.percent(rate) })}</span
                >`
          }
        </div>
      </div>`;
  }

  private quiet({ kind, earned, name, texts, format }: Party): TemplateResult {
    const [heading, text] =
      kind === "gold"
        ? [texts.grades.gold, earned.trophy_name]
        : [
            `${texts.statuses.completed} · ${format.percent(100)}`,
            earned.title_name,
          ];
    return html`<div class="line gold" role="status" aria-live="polite">
      ${trophyPicture(earned.icon_url, "gold")}
      <div class="words">
        <b>${heading}</b>
        <span dir="auto">${text}</span>
        <span class="muted small" dir="auto">${name}</span>
      </div>
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
    `animation-delay:${between(0, 2.5)}s`,
  ].join(";");
  return html`<i style=${style}></i>`;
}

const celebrated = new Set<string>();
const waiting: Party[] = [];

/** Celebrate what was just earned, once, however many cards hear of it. */
export function celebrate(
  news: NewTrophy[],
  account: Account,
  texts: Texts,
  format: Format,
): void {
  for (const [kind, earned] of reasons(news.filter(({ late }) => !late))) {
    const { title_id, trophy_id } = earned;
    const key = `${account.device_id}/${title_id}/${trophy_id}`;
    if (celebrated.has(key)) continue;
    celebrated.add(key);
    if (waiting.length < MOST_WAITING)
      waiting.push({ kind, earned, name: account.name, texts, format });
  }
  next();
}

/** Return what there is to celebrate, the greatest first; of each game only that. */
function reasons(news: NewTrophy[]): [Party["kind"], NewTrophy][] {
  const games = new Set<string>();
  const found: [Party["kind"], NewTrophy][] = [];
  for (const kind of ["platinum", "completed", "gold"] as const) {
    for (const earned of news) {
      const { grade, title_id, title_progress } = earned;
      const fits =
        kind === "completed" ? title_progress >= 100 : grade === kind;
      if (!fits || (games.has(title_id) && kind !== "platinum")) continue;
      games.add(title_id);
      found.push([kind, earned]);
    }
  }
  return found;
}

/** Celebrate what has waited longest, unless there is a party still. */
function next(): void {
  if (document.querySelector(TAG)) return;
  const party = waiting.shift();
  if (!party) return;
  const celebration = document.createElement(TAG);
  celebration.party = party;
  celebration.className = party.kind;
  // Above everything, dialogs included, where the browser can.
  celebration.popover = "manual";
  document.body.append(celebration);
  if ("showPopover" in celebration) celebration.showPopover();
  setTimeout(
    () => {
      celebration.remove();
      next();
    },
    party.kind === "platinum" ? DURATION_MS : QUIET_MS,
  );
}

const TAG = "psn-trophies-celebration";
define(TAG, Celebration);
