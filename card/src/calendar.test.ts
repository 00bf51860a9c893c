import { describe, expect, it } from "vitest";
import {
  addDays,
  dayOfYear,
  firstWeekday,
  halfYears,
  isoDay,
  toDay,
} from "./calendar";

const locale = (first_weekday: string, language = "en") => ({
  first_weekday,
  language,
});

describe("a day", () => {
  it("is read and written", () => {
    const day = toDay("2024-02-29");
    expect(day && isoDay(day)).toBe("2024-02-29");
  });

  it.each(["2025-02-29", "2026-13-01", "2026-5-1", "today", "", "__proto__"])(
    "is not %j",
    (text) => {
      expect(toDay(text)).toBeUndefined();
    },
  );

  it("is followed by the next one, also when clocks are changed", () => {
    expect(isoDay(addDays(dayOfYear(2026, 2, 29), 1))).toBe("2026-03-30");
    expect(isoDay(addDays(dayOfYear(2024, 1, 28), 2))).toBe("2024-03-01");
  });
});

describe("the first weekday", () => {
  it.each([
    ["sunday", 0],
    ["monday", 1],
    ["saturday", 6],
  ])("is %s as chosen", (name, expected) => {
    expect(firstWeekday(locale(name))).toBe(expected);
  });

  it.each([
    ["de", 1],
    ["en-US", 0],
    ["ar-EG", 6],
  ])("is that of %s", (language, expected) => {
    expect(firstWeekday(locale("language", language))).toBe(expected);
  });

  it("is Monday for a language nobody knows", () => {
    expect(firstWeekday(locale("language", "not a language"))).toBe(1);
    expect(firstWeekday(locale("someday", ""))).toBe(1);
  });
});

describe("a year in two halves", () => {
  const years = [2000, 2023, 2024, 2025, 2026, 2028, 2100, 2200];

  it.each(
    years.flatMap((year) => [0, 1, 6].map((start) => [year, start] as const)),
  )("has each day of %d once, where weeks begin with %d", (year, start) => {
    const days = halfYears(year, start).flatMap(({ rows }) =>
      rows.flatMap((row) => row.days.map(isoDay)),
    );
    const all: string[] = [];
    for (
      let day = dayOfYear(year, 0, 1);
      day.getUTCFullYear() === year;
      day = addDays(day, 1)
    ) {
      all.push(isoDay(day));
    }
    expect(days.sort()).toEqual(all);
  });

  it.each([0, 1, 6])("has a weekday a row, beginning with %d", (start) => {
    for (const { rows, weeks } of halfYears(2026, start)) {
      rows.forEach(({ days, skipsFirst }, index) => {
        expect(new Set(days.map((day) => day.getUTCDay()))).toEqual(
          new Set([(start + index) % 7]),
        );
        expect(days.length + Number(skipsFirst)).toBeLessThanOrEqual(weeks);
      });
    }
  });

  it("has the weeks that are needed", () => {
    // 1 January 2026 is a Thursday, 1 July a Wednesday.
    expect(halfYears(2026, 1).map(({ weeks }) => weeks)).toEqual([27, 27]);
    // 1 January 2024 is a Monday: 182 days fill 26 weeks.
    expect(halfYears(2024, 1)[0]?.weeks).toBe(26);
  });

  it("names each month above the week of its first day", () => {
    const [first, second] = halfYears(2026, 1);
    expect(first?.months.map(({ column }) => column)).toEqual([
      0, 4, 8, 13, 17, 22,
    ]);
    expect(second?.months.map(({ day }) => isoDay(day))).toEqual([
      "2026-07-01",
      "2026-08-01",
      "2026-09-01",
      "2026-10-01",
      "2026-11-01",
      "2026-12-01",
    ]);
  });
});
