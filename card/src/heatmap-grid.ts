import { html, nothing, type TemplateResult } from "lit";
import { halfYears, isoDay, type HalfYear } from "./calendar";
import type { Format } from "./format";
import type { TrophyDay, TrophyYear } from "./heatmap-days";
import { say, sayCount } from "./texts/say";
import type { Texts } from "./texts/shape";

/** From how many trophies on a day looks stronger. */
const MANY = 3;

/** In which words, and from which weekday on (0 is Sunday). */
export interface Look {
  texts: Texts;
  format: Format;
  weekStart: number;
}

/** What the days of a year brought, up to the last that can have brought something. */
interface Content {
  year: TrophyYear;
  last: string;
  chosen: string;
}

/** Draw the days of a year as squares, a half beside the other; for eyes only. */
export function yearGrid(
  year: number,
  look: Look,
  content?: Content,
): TemplateResult[] {
  const halves = halfYears(year, look.weekStart);
  const most = Math.max(...halves.map(({ weeks }) => weeks));
  return halves.map(
    (half) =>
      html`<div class="half" style="--weeks:${half.weeks};--most:${most}">
        ${monthRow(half, look)}
        ${half.rows.map(
          (row) =>
            html`<div class="row">
              ${weekday(row.days, look)}${
                row.skipsFirst ? html`<span></span>` : nothing
              }${row.days.map((day) => square(day, content))}
            </div>`,
        )}
      </div>`,
  );
}

/** Say what a day brought. */
export function dayName(
  day: Date,
  found: TrophyDay | undefined,
  { texts, format }: Look,
): string {
  const date = format.day(day);
  if (!found) return say(texts.noTrophyOn, { day: date });
  const { total } = found;
  return say(texts.trophiesOn, {
    day: date,
    trophies: sayCount(texts, texts.trophies, total, format.number(total)),
  });
}

function monthRow({ months }: HalfYear, { format }: Look): TemplateResult {
  return html`<div class="row months">
    ${months.map(
      ({ day, column }) =>
        // The first column belongs to the weekdays, and columns count from 1.
        html`<span style="grid-column:${column + 2}"
          >${format.month(day)}</span
        >`,
    )}
  </div>`;
}

function weekday([day]: Date[], { format }: Look): TemplateResult {
  return html`<span class="weekday"
    ><span>${day && format.weekday(day)}</span></span
  >`;
}

function square(day: Date, content?: Content): TemplateResult {
  const date = isoDay(day);
  if (!content || date > content.last)
    return html`<span class="square later"></span>`;
  const found = content.year.days.get(date);
  const isChosen = date === content.chosen;
  const looks = [
    "square",
    found?.best,
    found && found.total >= MANY && "many",
    isChosen && "chosen",
  ];
  return html`<span
    class=${looks.filter(Boolean).join(" ")}
    data-day=${date}
  ></span>`;
}
