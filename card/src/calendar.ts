/** Days of the calendar, each as midnight UTC: they know no zone and no summer time. */

const DAY_MS = 86_400_000;
const WEEK = 7;
const MONDAY = 1;
const WEEKDAYS = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
];

/** Half a year, laid out in weeks: a column each, with a row for each weekday. */
export interface HalfYear {
  weeks: number;
  /** The first day of each month and the column it stands in, from 0. */
  months: { day: Date; column: number }[];
  /** `skipsFirst` where the half begins after this weekday of its first week. */
  rows: { days: Date[]; skipsFirst: boolean }[];
}

/** A language that tells when its week begins; newer than the types know. */
type WeekLocale = Intl.Locale & {
  weekInfo?: { firstDay: number };
  getWeekInfo?(): { firstDay: number };
};

export function isoDay(day: Date): string {
  return day.toISOString().slice(0, 10);
}

/** Return the day written as `2026-05-12`; none where there is no such day. */
export function toDay(text: string): Date | undefined {
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || isoDay(day) !== text ? undefined : day;
}

export function addDays(day: Date, count: number): Date {
  return new Date(day.getTime() + count * DAY_MS);
}

export function dayOfYear(year: number, month: number, day: number): Date {
  return new Date(Date.UTC(year, month, day));
}

/** Return the weekday a week begins with (0 is Sunday), as the profile says. */
export function firstWeekday(locale: {
  first_weekday: string;
  language: string;
}): number {
  const chosen = WEEKDAYS.indexOf(locale.first_weekday);
  if (chosen >= 0) return chosen;
  try {
    const language: WeekLocale = new Intl.Locale(locale.language);
    const week = language.getWeekInfo?.() ?? language.weekInfo;
    return (week?.firstDay ?? MONDAY) % WEEK;
  } catch {
    // Not a language the browser has heard of.
    return MONDAY;
  }
}

/** Lay out a year in two halves, so that they fit beside or below each other. */
export function halfYears(year: number, weekStart: number): HalfYear[] {
  return [0, 6].map((month) => halfYear(year, month, weekStart));
}

function halfYear(year: number, first: number, weekStart: number): HalfYear {
  const start = dayOfYear(year, first, 1);
  const end = dayOfYear(year, first + 6, 1);
  const length = (end.getTime() - start.getTime()) / DAY_MS;
  /** Where the half begins in its first week. */
  const offset = (start.getUTCDay() - weekStart + WEEK) % WEEK;
  const column = (day: Date) =>
    Math.floor(((day.getTime() - start.getTime()) / DAY_MS + offset) / WEEK);
  return {
    weeks: Math.ceil((length + offset) / WEEK),
    months: Array.from({ length: 6 }, (_, index) => {
      const day = dayOfYear(year, first + index, 1);
      return { day, column: column(day) };
    }),
    rows: Array.from({ length: WEEK }, (_, weekday) => {
      const days: Date[] = [];
      const skipsFirst = weekday < offset;
      const from = weekday - offset + (skipsFirst ? WEEK : 0);
      for (let at = from; at < length; at += WEEK)
        days.push(addDays(start, at));
      return { days, skipsFirst };
    }),
  };
}
