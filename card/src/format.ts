import type { Hass } from "./hass";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Units of "… ago", each with how long it lasts and up to what it is used (seconds). */
const UNITS: [Intl.RelativeTimeFormatUnit, number, number][] = [
  ["minute", MINUTE, HOUR],
  ["hour", HOUR, DAY],
  ["day", DAY, 30.44 * DAY],
  ["month", 30.44 * DAY, 365.25 * DAY],
  ["year", 365.25 * DAY, Infinity],
];

/** What the number formats of the user's profile stand for. */
const NUMBER_LANGUAGES: Record<string, string[]> = {
  comma_decimal: ["en-US", "en"],
  decimal_comma: ["de", "es", "it"],
  space_comma: ["fr", "sv", "cs"],
  quote_decimal: ["de-CH"],
  none: ["en-US"],
};

/** Writes numbers and times the way somebody has chosen in their profile. */
export class Format {
  private readonly numbers: Intl.NumberFormat;
  private readonly rates: Intl.NumberFormat;
  private readonly relative: Intl.RelativeTimeFormat;
  private readonly just: Intl.RelativeTimeFormat;
  private readonly dates: Intl.DateTimeFormat;
  private readonly moments: Intl.DateTimeFormat;
  private readonly days: Intl.DateTimeFormat;
  private readonly shortDays: Intl.DateTimeFormat;
  private readonly months: Intl.DateTimeFormat;
  private readonly longMonths: Intl.DateTimeFormat;
  private readonly weekdays: Intl.DateTimeFormat;

  constructor(hass: Pick<Hass, "locale" | "config">) {
    const { language, number_format, time_format, time_zone } = hass.locale;
    const numbers =
      NUMBER_LANGUAGES[number_format] ??
      (number_format === "system" ? undefined : language);
    const timeZone = time_zone === "server" ? hass.config.time_zone : undefined;
    const grouping = number_format === "none" ? { useGrouping: false } : {};
    this.numbers = new Intl.NumberFormat(numbers, grouping);
    this.rates = new Intl.NumberFormat(numbers, {
      style: "percent",
      maximumFractionDigits: 1,
    });
    // "Yesterday" would be a day of the calendar, and this measures spans.
    this.relative = new Intl.RelativeTimeFormat(language);
    this.just = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
    this.dates = new Intl.DateTimeFormat(language, {
      dateStyle: "medium",
      timeZone,
    });
    this.moments = new Intl.DateTimeFormat(language, {
      dateStyle: "long",
      timeStyle: "short",
      timeZone,
      hour12: hasHalfDays(time_format),
    });
    // Days of the calendar, which come without a time and know no zone.
    const day = { timeZone: "UTC" } as const;
    this.days = new Intl.DateTimeFormat(language, {
      dateStyle: "full",
      ...day,
    });
    this.shortDays = new Intl.DateTimeFormat(language, {
      dateStyle: "medium",
      ...day,
    });
    this.months = new Intl.DateTimeFormat(language, { month: "short", ...day });
    this.longMonths = new Intl.DateTimeFormat(language, {
      month: "long",
      ...day,
    });
    this.weekdays = new Intl.DateTimeFormat(language, {
      weekday: "short",
      ...day,
    });
  }

  number(value: number): string {
    return this.numbers.format(value);
  }

  /** Write a share given in percent. */
  percent(value: number): string {
    return this.rates.format(value / 100);
  }

  /** Write how long ago a moment was. */
  ago(moment: string, now: number): string {
    const seconds = (Date.parse(moment) - now) / 1000;
    const age = Math.abs(seconds);
    if (age < MINUTE) return this.just.format(0, "second");
    const [unit, length] = UNITS.find(([, , end]) => age < end) ?? [
      "year",
      365.25 * DAY,
    ];
    return this.relative.format(Math.trunc(seconds / length), unit);
  }

  date(moment: string): string {
    return this.dates.format(new Date(moment));
  }

  /** Write date and time of a moment. */
  moment(moment: string): string {
    return this.moments.format(new Date(moment));
  }

  /** Write a day given as midnight UTC, with its weekday. */
  day(day: Date): string {
    return this.days.format(day);
  }

  /** Write a day given as midnight UTC, without its weekday. */
  shortDay(day: Date): string {
    return this.shortDays.format(day);
  }

  /** Write the month of a day given as midnight UTC. */
  month(day: Date): string {
    return this.months.format(day);
  }

  /** Write the whole name of the month of a day given as midnight UTC. */
  longMonth(day: Date): string {
    return this.longMonths.format(day);
  }

  /** Write the weekday of a day given as midnight UTC. */
  weekday(day: Date): string {
    return this.weekdays.format(day);
  }
}

/** Tell whether hours are written up to 12; undefined leaves it to the language. */
function hasHalfDays(timeFormat: string): boolean | undefined {
  switch (timeFormat) {
    case "12":
      return true;
    case "24":
      return false;
    case "system":
      return new Intl.DateTimeFormat(undefined, {
        hour: "numeric",
      }).resolvedOptions().hour12;
    default:
      return undefined;
  }
}
