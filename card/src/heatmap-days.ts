import { toDay } from "./calendar";
import { GRADES, knownGrade, type Counts, type DayList } from "./contract";
import type { Grade } from "./contract";

/** What a day brought. */
export interface TrophyDay {
  day: Date;
  total: number;
  counts: Counts;
  best: Grade;
}

/** A year's days with trophies by date, and the one that brought most. */
export interface TrophyYear {
  days: Map<string, TrophyDay>;
  total: number;
  bestDay: TrophyDay | undefined;
  /** The months that brought something. */
  months: TrophyMonth[];
}

interface TrophyMonth {
  /** Its first day that brought something. */
  day: Date;
  total: number;
  days: number;
}

/** Count a year; whatever is not a day of it, or not a number, is left out. */
export function countYear(data: Pick<DayList, "year" | "days">): TrophyYear {
  const days = new Map<string, TrophyDay>();
  let total = 0;
  let bestDay: TrophyDay | undefined;
  const months: TrophyMonth[] = [];
  for (const [date, grades] of Object.entries(data.days).sort(byDate)) {
    const day = toDay(date);
    if (day?.getUTCFullYear() !== data.year) continue;
    const found = countDay(day, grades);
    if (!found.total) continue;
    days.set(date, found);
    total += found.total;
    addTo(months, found);
    if (!bestDay || found.total > bestDay.total) bestDay = found;
  }
  return { days, total, bestDay, months };
}

/** Count a day that is not before any other. */
function addTo(months: TrophyMonth[], { day, total }: TrophyDay): void {
  const last = months[months.length - 1];
  if (last?.day.getUTCMonth() === day.getUTCMonth()) {
    last.total += total;
    last.days += 1;
  } else {
    months.push({ day, total, days: 1 });
  }
}

const byDate = ([one]: [string, unknown], [other]: [string, unknown]) =>
  one < other ? -1 : 1;

function countDay(
  day: Date,
  grades: Partial<Record<string, number>>,
): TrophyDay {
  const counts = { bronze: 0, silver: 0, gold: 0, platinum: 0 };
  let total = 0;
  for (const [grade, count] of Object.entries(grades)) {
    if (!Number.isInteger(count) || !count || count < 0) continue;
    counts[knownGrade(grade)] += count;
    total += count;
  }
  const best = [...GRADES].reverse().find((grade) => counts[grade]) ?? "bronze";
  return { day, total, counts, best };
}
