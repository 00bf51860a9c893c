import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { addDays, dayOfYear, firstWeekday, isoDay, toDay } from "./calendar";
import { TrophyCard } from "./card";
import { GRADES, type DayList, type Request } from "./contract";
import { define, reactive } from "./define";
import { icon, trophy } from "./drawings";
import type { CardConfig } from "./hass";
import { heatmapStyles } from "./heatmap-card.styles";
import { countYear, type TrophyDay, type TrophyYear } from "./heatmap-days";
import { dayName, yearGrid, type Look } from "./heatmap-grid";
import { say, sayCount } from "./texts/say";

/** How many days an arrow key goes, in a grid with a week a column. */
const STEPS: Record<string, number> = {
  ArrowUp: -1,
  ArrowDown: 1,
  ArrowLeft: -7,
  ArrowRight: 7,
};

const DAY_MS = 86_400_000;
/** How much stays between the chosen day and the edge, and how wide weekdays are. */
const SPARE = 8;
const NAMES_WIDTH = 36;

export interface HeatmapConfig extends CardConfig {
  year?: number;
}

/** A year of trophies, a square a day in the metal of its best trophy. */
export class HeatmapCard extends TrophyCard<HeatmapConfig, DayList> {
  static override styles = [TrophyCard.styles, heatmapStyles];
  static override properties = reactive("goneTo", "chosen", "pointed");

  /** The year gone to with the buttons. */
  private goneTo: number | undefined;
  /** The day that was last focused or clicked, and the one under the pointer. */
  private chosen: string | undefined;
  private pointed: string | undefined;
  private seen: { halves: Element; year: number | undefined } | undefined;
  private readonly observer = new ResizeObserver(() => this.reveal());
  private counted: { data: DayList; year: TrophyYear } | undefined;

  override setConfig(config: HeatmapConfig): void {
    super.setConfig(config);
    this.goneTo = undefined;
  }

  private get wanted(): number | undefined {
    return this.goneTo ?? this.config?.year;
  }

  protected request(): Request {
    const year = this.wanted;
    return { view: "days", ...(year === undefined ? {} : { year }) };
  }

  protected override heading(): string {
    return this.config?.title ?? this.texts.yearTitle;
  }

  /** What the year brought, in the place of a heading that is not there. */
  private subheading(): TemplateResult | typeof nothing {
    return this.heading() ? nothing : this.summaryLine();
  }

  private summaryLine(): TemplateResult {
    const { state } = this.view;
    const text =
      state.status === "ready" && !this.isWordless
        ? this.summary(this.count(state.data))
        : "\u00a0";
    return html`<p class="summary"><bdi>${text}</bdi></p>`;
  }

  protected override tools(): TemplateResult {
    const { texts } = this;
    const data = this.view.state.status === "ready" && this.view.state.data;
    const year = this.wanted ?? (data ? data.year : this.thisYear);
    const first = data ? data.first_year : year;
    const last = data ? thisYear(data) : year;
    const go = (to: number) => () => {
      this.goneTo = Math.min(Math.max(to, first), last);
      this.chosen = this.pointed = undefined;
    };
    return html`${this.subheading()}<span class="years"
        ><button
          class="round previous"
          aria-label=${texts.previousYear}
          title=${texts.previousYear}
          ?disabled=${year <= first}
          @click=${go(year - 1)}
        >
          ${icon("next")}
        </button>
        <span class="year" aria-live="polite">${year}</span>
        <button
          class="round next"
          aria-label=${texts.nextYear}
          title=${texts.nextYear}
          ?disabled=${year >= last}
          @click=${go(year + 1)}
        >
          ${icon("next")}
        </button></span
      >`;
  }

  protected content(data: DayList): TemplateResult {
    const year = this.count(data);
    const last = lastDay(data);
    const chosen = this.chosenDay(data);
    const pointed = this.pointed === undefined ? chosen : this.pointed;
    const waits = data.year !== (this.wanted ?? data.year);
    return html`<div class="body ${waits ? "waits" : ""}" aria-busy=${waits}>
      ${this.heading() ? this.summaryLine() : nothing} ${this.months(year)}
      ${this.halves(
        chosen,
        guard([data, this.texts, this.format, chosen], () =>
          yearGrid(data.year, this.look, { year, last, chosen }),
        ),
        dayNumber(last),
      )}
      <div class="footer">
        <p class="day">${this.describe(pointed, year.days.get(pointed))}</p>
        ${this.legend()}
      </div>
    </div>`;
  }

  /** Draw the squares; they are one field in which a day is chosen. */
  private halves(chosen: string, squares: unknown, most = 0): TemplateResult {
    const day = toDay(chosen);
    if (!day) return html`<div class="halves">${squares}</div>`;
    const { state } = this.view;
    const found =
      state.status === "ready"
        ? this.count(state.data).days.get(chosen)
        : undefined;
    return html`<div
      class="halves"
      role="slider"
      tabindex="0"
      aria-label=${this.heading() || this.texts.yearTitle}
      aria-valuemin="1"
      aria-valuemax=${most}
      aria-valuenow=${dayNumber(chosen)}
      aria-valuetext=${dayName(day, found, this.look)}
      @pointerover=${this.point}
      @pointerleave=${this.point}
      @click=${this.choose}
      @keydown=${this.move}
    >
      ${squares}
    </div>`;
  }

  /** Write the year for those who hear it: its months, not its days. */
  private months({ months }: TrophyYear): TemplateResult | typeof nothing {
    const { texts, format } = this;
    if (!months.length) return nothing;
    return html`<ul class="outside" aria-label=${texts.yearTitle}>
      ${months.map(
        ({ day, total, days }) =>
          html`<li>
            ${say(texts.trophiesOn, {
              day: format.longMonth(day),
              trophies: this.trophies(total),
            })},
            ${sayCount(texts, texts.trophyDays, days, format.number(days))}
          </li>`,
      )}
    </ul>`;
  }

  /** The same shapes as later, so that nothing moves when the year is there. */
  protected skeleton(): TemplateResult {
    const year = this.wanted ?? this.thisYear;
    return html`<div class="body" aria-hidden="true">
      ${this.isWordless || this.heading() ? this.summaryLine() : nothing}
      <div class="halves">
        ${guard([year, this.format], () => yearGrid(year, this.look))}
      </div>
      <div class="footer">
        <p class="day">&nbsp;</p>
        ${this.isWordless ? nothing : this.legend()}
      </div>
    </div>`;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const halves = this.renderRoot.querySelector(".halves");
    const { state } = this.view;
    const year = state.status === "ready" ? state.data.year : undefined;
    if (halves === this.seen?.halves && year === this.seen.year) return;
    this.observer.disconnect();
    this.seen = halves ? { halves, year } : undefined;
    // Tells the size once it is known, without asking for it.
    if (halves) this.observer.observe(halves);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.seen = undefined;
  }

  /** Where the year is wider than the card, scroll to the chosen day. */
  private reveal(): void {
    const halves = this.renderRoot.querySelector(".halves");
    const day = halves?.querySelector(".chosen");
    if (!halves || !day || halves.scrollWidth <= halves.clientWidth) return;
    const room = halves.getBoundingClientRect();
    const box = day.getBoundingClientRect();
    const isRight = getComputedStyle(halves).direction === "rtl";
    // The names of the weekdays stay where they are, and cover what is below.
    const [start, end] = isRight ? [0, NAMES_WIDTH] : [NAMES_WIDTH, 0];
    const before = box.left - SPARE - room.left - start;
    const after = box.right + SPARE - room.right + end;
    if (before < 0) halves.scrollLeft += before;
    else if (after > 0) halves.scrollLeft += after;
  }

  private get look(): Look {
    const { texts, format, hass } = this;
    return { texts, format, weekStart: hass ? firstWeekday(hass.locale) : 1 };
  }

  /** The year before anything is known; the home's own comes with the first answer. */
  private get thisYear(): number {
    return new Date(this.now).getFullYear();
  }

  private count(data: DayList): TrophyYear {
    if (this.counted?.data !== data) {
      this.counted = { data, year: countYear(data) };
    }
    return this.counted.year;
  }

  private trophies(count: number): string {
    const { texts, format } = this;
    return sayCount(texts, texts.trophies, count, format.number(count));
  }

  private summary({ total, days, bestDay }: TrophyYear): string {
    const { texts, format } = this;
    if (!bestDay) return texts.noTrophiesInYear;
    const count = days.size;
    return [
      this.trophies(total),
      sayCount(texts, texts.trophyDays, count, format.number(count)),
      say(texts.bestDay, {
        day: format.shortDay(bestDay.day),
        count: format.number(bestDay.total),
      }),
    ].join(" · ");
  }

  private legend(): TemplateResult {
    return html`<ul class="legend small" aria-label=${this.texts.grade}>
      ${GRADES.map(
        (grade) =>
          html`<li>
            <span class="square all ${grade}"></span>${this.texts.grades[grade]}
          </li>`,
      )}
    </ul>`;
  }

  private describe(date: string, found: TrophyDay | undefined): unknown {
    const { texts, format } = this;
    const day = toDay(date);
    if (!day) return nothing;
    if (!found) return say(texts.noTrophyOn, { day: format.day(day) });
    const grades = GRADES.filter((grade) => found.counts[grade]).reverse();
    return html`<span><bdi>${dayName(day, found, this.look)}</bdi></span>
      ${grades.map(
        (grade) =>
          html`<span class="count grade-text ${grade}"
            >${trophy(grade)}${format.number(found.counts[grade])}
            ${texts.grades[grade]}</span
          >`,
      )}`;
  }

  private point(event: Event): void {
    this.pointed =
      event.type === "pointerleave" ? undefined : dayAt(event.target);
  }

  private choose(event: Event): void {
    this.chosen = dayAt(event.target) ?? this.chosen;
    this.pointed = undefined;
  }

  /** Return the day that was chosen, else the last that brought something. */
  private chosenDay(data: DayList): string {
    const { days } = this.count(data);
    return clamp(this.chosen ?? [...days.keys()].pop(), data);
  }

  /** Go to the day above, below or beside, as an arrow key says. */
  private async move(event: KeyboardEvent): Promise<void> {
    const { state: view } = this.view;
    if (view.status !== "ready" || event.altKey || event.ctrlKey) return;
    const from = toDay(this.chosenDay(view.data));
    if (!from) return;
    const to = this.destination(event.key, from);
    if (!to) return;
    event.preventDefault();
    this.chosen = clamp(to, view.data);
    this.pointed = undefined;
    await this.updateComplete;
    this.reveal();
  }

  private destination(key: string, from: Date): string | undefined {
    const year = from.getUTCFullYear();
    if (key === "Home") return isoDay(dayOfYear(year, 0, 1));
    if (key === "End") return isoDay(dayOfYear(year, 11, 31));
    const step = STEPS[key];
    if (step === undefined) return undefined;
    const mirrored =
      Math.abs(step) > 1 && getComputedStyle(this).direction === "rtl";
    return isoDay(addDays(from, mirrored ? -step : step));
  }
}

function dayAt(target: EventTarget | null): string | undefined {
  return target instanceof HTMLElement ? target.dataset["day"] : undefined;
}

/** Return which day of its year a day is, from 1; 0 for none. */
function dayNumber(date: string): number {
  const day = toDay(date);
  if (!day) return 0;
  const first = dayOfYear(day.getUTCFullYear(), 0, 1);
  return (day.getTime() - first.getTime()) / DAY_MS + 1;
}

function thisYear({ today }: DayList): number {
  return Number(today.slice(0, 4));
}

/** Return the last day of a year that can have trophies; none where it is to come. */
function lastDay({ year, today }: DayList): string {
  if (isoDay(dayOfYear(year, 0, 1)) > today) return "";
  const end = isoDay(dayOfYear(year, 11, 31));
  return end < today ? end : today;
}

/** Return the nearest day of the year that is not to come. */
function clamp(date: string | undefined, data: DayList): string {
  const first = isoDay(dayOfYear(data.year, 0, 1));
  const last = lastDay(data);
  if (date === undefined || date > last) return last;
  return date < first ? first : date;
}

define("psn-trophies-heatmap", HeatmapCard);
