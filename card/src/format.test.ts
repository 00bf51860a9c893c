import { afterEach, describe, expect, it, vi } from "vitest";
import { mockHass } from "../test/mock-hass";
import { Format } from "./format";
import type { Locale } from "./hass";

const NOON = "2026-03-01T12:00:00+00:00";
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

afterEach(() => {
  vi.unstubAllEnvs();
});

/** What writes for somebody with this profile, in a home in Berlin. */
function formatOf(locale: Partial<Locale> = {}): Format {
  const hass = mockHass();
  return new Format({ ...hass, locale: { ...hass.locale, ...locale } });
}

/** Any kind of space and apostrophe as the one on the keyboard. */
const plain = (text: string): string =>
  text.replace(/\s/gu, " ").replace(/’/g, "'");

describe("numbers", () => {
  it.each([
    ["comma_decimal", "de", "1,234,567.8", "12.3%"],
    ["decimal_comma", "en", "1.234.567,8", "12,3 %"],
    ["space_comma", "en", "1 234 567,8", "12,3 %"],
    ["quote_decimal", "en", "1'234'567.8", "12.3%"],
    ["none", "de", "1234567.8", "12.3%"],
    ["language", "en", "1,234,567.8", "12.3%"],
    ["language", "de", "1.234.567,8", "12,3 %"],
    ["to be invented", "de", "1.234.567,8", "12,3 %"],
  ])("are written as %s says to readers of %s", (...row) => {
    const [number_format, language, number, percent] = row;
    const format = formatOf({ number_format, language });
    expect(plain(format.number(1_234_567.8))).toBe(number);
    expect(plain(format.percent(12.3))).toBe(percent);
  });

  it("are written as the browser does where the system decides", () => {
    const system = new Intl.NumberFormat();
    const { locale } = system.resolvedOptions();
    const language = locale.startsWith("de") ? "en" : "de";
    const format = formatOf({ number_format: "system", language });
    expect(format.number(1_234_567.8)).toBe(system.format(1_234_567.8));
    expect(format.number(1_234_567.8)).not.toBe(
      formatOf({ language }).number(1_234_567.8),
    );
  });
});

describe("shares", () => {
  it.each([
    [0, "0%"],
    [0.04, "0%"],
    [0.05, "0.1%"],
    [4, "4%"],
    [12.34, "12.3%"],
    [99.96, "100%"],
    [100, "100%"],
  ])("of %d percent have no more than one digit", (share, expected) => {
    expect(formatOf().percent(share)).toBe(expected);
  });
});

describe("how long ago something was", () => {
  it.each([
    [0, "now"],
    [SECOND, "now"],
    [59 * SECOND, "now"],
    [MINUTE, "1 minute ago"],
    [119 * SECOND, "1 minute ago"],
    [59 * MINUTE + 59 * SECOND, "59 minutes ago"],
    [HOUR, "1 hour ago"],
    [23 * HOUR + 59 * MINUTE, "23 hours ago"],
    [DAY, "1 day ago"],
    [47 * HOUR, "1 day ago"],
    [2 * DAY, "2 days ago"],
    [29 * DAY, "29 days ago"],
    [30 * DAY, "30 days ago"],
    [30.4 * DAY, "30 days ago"],
    [31 * DAY, "1 month ago"],
    [61 * DAY, "2 months ago"],
    [364 * DAY, "11 months ago"],
    [365 * DAY, "11 months ago"],
    [366 * DAY, "1 year ago"],
    [731 * DAY, "2 years ago"],
    [3653 * DAY, "10 years ago"],
  ])("is told for %d ms", (age, expected) => {
    expect(formatOf().ago(NOON, Date.parse(NOON) + age)).toBe(expected);
  });

  it.each([
    [1 * SECOND, "now"],
    [59 * SECOND, "now"],
    [5 * MINUTE, "in 5 minutes"],
    [3 * HOUR, "in 3 hours"],
  ])("stands a clock that is %d ms behind", (behind, expected) => {
    expect(formatOf().ago(NOON, Date.parse(NOON) - behind)).toBe(expected);
  });

  it("is told in the language of the reader", () => {
    const now = Date.parse(NOON);
    const german = formatOf({ language: "de" });
    expect(german.ago(NOON, now)).toBe("jetzt");
    expect(german.ago(NOON, now + 2 * HOUR)).toBe("vor 2 Stunden");
    expect(german.ago(NOON, now + 2 * DAY)).toBe("vor 2 Tagen");
  });

  it("takes moments in any zone", () => {
    const now = Date.parse(NOON) + HOUR;
    expect(formatOf().ago("2026-03-01T21:00:00+09:00", now)).toBe("1 hour ago");
    expect(formatOf().ago("2026-03-01T12:00:00Z", now)).toBe("1 hour ago");
  });
});

describe("a moment", () => {
  it.each([
    ["en", "12", "March 1, 2026 at 1:00 PM"],
    ["en", "24", "March 1, 2026 at 13:00"],
    ["en", "language", "March 1, 2026 at 1:00 PM"],
    ["en-GB", "language", "1 March 2026 at 13:00"],
    ["de", "24", "1. März 2026 um 13:00"],
    ["de", "12", "1. März 2026 um 01:00 PM"],
    ["de", "language", "1. März 2026 um 13:00"],
  ])("has the clock of %s with %s hours", (language, time_format, expected) => {
    const format = formatOf({ language, time_format, time_zone: "server" });
    expect(plain(format.moment(NOON))).toBe(expected);
  });

  it.each([
    ["12", "12:05 AM"],
    ["24", "00:05"],
  ])("just after midnight is today with %s hours", (time_format, expected) => {
    const format = formatOf({ time_format, time_zone: "server" });
    expect(plain(format.moment("2026-02-28T23:05:00Z"))).toBe(
      `March 1, 2026 at ${expected}`,
    );
  });

  it("has the hours of the system where that decides, in the reader's words", () => {
    const system = new Intl.DateTimeFormat(undefined, { hour: "numeric" });
    const expected = new Intl.DateTimeFormat("de", {
      timeStyle: "short",
      timeZone: "Europe/Berlin",
      hour12: system.resolvedOptions().hour12,
    });
    const format = formatOf({
      language: "de",
      time_format: "system",
      time_zone: "server",
    });
    expect(format.moment(NOON)).toBe(
      `1. März 2026 um ${expected.format(new Date(NOON))}`,
    );
  });

  it.each([
    ["America/New_York", "February 28, 2026 at 11:30 PM", "Feb 28, 2026"],
    ["Asia/Tokyo", "March 1, 2026 at 1:30 PM", "Mar 1, 2026"],
  ])("is that of the reader in %s", (zone, moment, date) => {
    vi.stubEnv("TZ", zone);
    const format = formatOf({ time_zone: "local" });
    expect(plain(format.moment("2026-03-01T04:30:00Z"))).toBe(moment);
    expect(format.date("2026-03-01T04:30:00Z")).toBe(date);
  });

  it("is that of the home where the profile says so", () => {
    vi.stubEnv("TZ", "America/New_York");
    const format = formatOf({ time_zone: "server" });
    expect(plain(format.moment("2026-03-01T23:30:00Z"))).toBe(
      "March 2, 2026 at 12:30 AM",
    );
    expect(format.date("2026-03-01T23:30:00Z")).toBe("Mar 2, 2026");
  });

  it("knows of summer time", () => {
    const format = formatOf({ time_zone: "server", time_format: "24" });
    expect(format.moment("2026-07-01T12:00:00Z")).toContain("14:00");
  });
});

describe("a day of the calendar", () => {
  const day = new Date("2026-03-01T00:00:00Z");

  it.each(["America/Los_Angeles", "UTC", "Pacific/Kiritimati"])(
    "is the same day in %s",
    (zone) => {
      vi.stubEnv("TZ", zone);
      const format = formatOf({ time_zone: "local" });
      expect(format.day(day)).toBe("Sunday, March 1, 2026");
      expect(format.shortDay(day)).toBe("Mar 1, 2026");
      expect(format.month(day)).toBe("Mar");
      expect(format.weekday(day)).toBe("Sun");
    },
  );

  it("is written in the language of the reader", () => {
    const format = formatOf({ language: "de" });
    expect(format.day(day)).toBe("Sonntag, 1. März 2026");
    expect(format.shortDay(day)).toBe("01.03.2026");
    expect(format.month(day)).toBe("Mär");
    expect(format.weekday(day)).toBe("So");
  });
});
