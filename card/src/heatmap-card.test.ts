import axe from "axe-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  dayList,
  find,
  findAll,
  mockHass,
  settle,
  showCard,
  textOf,
  withOtherState,
  type MockHass,
} from "../test/mock-hass";
import type { DayList, Request } from "./contract";
import { Format } from "./format";
import { HeatmapCard } from "./heatmap-card";

const TODAY = "2026-03-15";

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

/** A home in which each year has trophies on its second of January. */
function home(changes: Partial<DayList> = {}): MockHass {
  return mockHass({
    days: ({ year = 2026 }: Request) =>
      dayList({
        year,
        ...(year === 2026
          ? {}
          : { days: { [`${year}-01-02`]: { gold: 1, bronze: 2 } } }),
        ...changes,
      }),
  });
}

const show = (hass: MockHass, config: object = {}): Promise<HeatmapCard> =>
  showCard(new HeatmapCard(), hass, config);

const square = (card: HeatmapCard, date: string): HTMLElement =>
  find(card, `[data-day="${date}"]`);
const dayLine = (card: HeatmapCard): string => textOf(find(card, ".day"));
const chosen = (card: HeatmapCard): (string | undefined)[] =>
  findAll(card, ".chosen").map(({ dataset }) => dataset["day"]);
/** The only tab stop, in which a day is chosen. */
const slider = (card: HeatmapCard): HTMLElement => {
  expect(findAll(card, "[tabindex]")).toHaveLength(1);
  return find(card, "[role=slider][tabindex='0']");
};

async function press(card: HeatmapCard, key: string): Promise<void> {
  slider(card).dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, composed: true }),
  );
  await settle(card);
}

async function click(card: HeatmapCard, selector: string): Promise<void> {
  find(card, selector).click();
  await settle(card);
}

describe("the year", () => {
  it("has a square a day, those to come without anything", async () => {
    const card = await show(home());
    expect(findAll(card, ".row .square")).toHaveLength(365);
    expect(findAll(card, "[data-day]")).toHaveLength(31 + 28 + 15);
    expect(findAll(card, ".later")).toHaveLength(365 - 74);
  });

  it("has 366 squares in a leap year", async () => {
    const card = await show(home(), { year: 2024 });
    expect(findAll(card, "[data-day]")).toHaveLength(366);
    expect(square(card, "2024-02-29")).toBeTruthy();
  });

  it("shows the best grade and how many", async () => {
    const card = await show(
      home({
        days: {
          "2026-01-01": { bronze: 9 },
          "2026-01-02": { bronze: 1, gold: 1 },
          "2026-01-03": { platinum: 1, silver: 3 },
        },
      }),
    );
    expect(square(card, "2026-01-01").className).toBe("square bronze many");
    expect(square(card, "2026-01-02").className).toBe("square gold");
    expect(square(card, "2026-01-03").className).toBe(
      "square platinum many chosen",
    );
    expect(square(card, "2026-01-04").className.trim()).toBe("square");
  });

  it("is told by its months, not by its days", async () => {
    const card = await show(home());
    const list = find(card, "ul.outside");
    expect(list.getAttribute("aria-label")).toBe("Trophy year");
    expect([...list.children].map(textOf)).toEqual([
      "January: 4 trophies, on 1 day",
      "March: 1 trophy, on 1 day",
    ]);
    expect(findAll(card, ".square[aria-label], .square[role]")).toEqual([]);
  });

  it("sums up", async () => {
    const card = await show(home());
    expect(textOf(find(card, ".summary"))).toBe(
      "5 trophies · on 2 days · best day: Jan 2, 2026 (4)",
    );
  });

  it("says that there is nothing, with the squares still there", async () => {
    const card = await show(home({ days: {} }));
    expect(textOf(find(card, ".summary"))).toBe("No trophy in this year.");
    expect(findAll(card, "[data-day]")).toHaveLength(74);
  });

  it.each([
    ["monday", "Mon"],
    ["sunday", "Sun"],
    ["saturday", "Sat"],
  ])("begins its weeks with %s", async (first_weekday, expected) => {
    const hass = home();
    hass.locale = { ...hass.locale, first_weekday };
    const card = await show(hass);
    expect(textOf(find(card, ".weekday"))).toBe(expected);
  });

  it("survives what makes no sense", async () => {
    const days = {
      "2026-01-05": { adamantium: 2 },
      "2026-01-06": { gold: -1, silver: 0 },
      "2026-01-07": { gold: "<b>7</b>" as unknown as number },
      "2025-01-01": { gold: 1 },
      "2026-02-31": { gold: 1 },
      "<img src=x>": { gold: 1 },
    };
    const card = await show(home({ days }));
    expect(square(card, "2026-01-05").className).toBe("square bronze chosen");
    expect(textOf(find(card, ".summary"))).toContain("2 trophies · on 1 day ");
    expect(find(card, ".body").querySelector("img, b")).toBeNull();
  });

  it("has its shapes before it is there", async () => {
    const hass = home();
    hass.connection.hold();
    const card = await show(hass, { year: 2024 });
    expect(findAll(card, ".row .square")).toHaveLength(366);
    expect(findAll(card, "[tabindex]")).toHaveLength(0);
    expect(findAll(card, "button[disabled]")).toHaveLength(2);
    hass.connection.release();
    await settle(card);
    expect(findAll(card, "[data-day]")).toHaveLength(366);
  });

  it("is accessible", async () => {
    const card = await show(home());
    document.documentElement.lang = "en";
    const { violations } = await axe.run(card, {
      // Neither a whole page nor drawn.
      rules: {
        region: { enabled: false },
        "color-contrast": { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});

describe("the years", () => {
  it("begin with the current one of the home", async () => {
    const hass = home();
    const card = await show(hass);
    expect(hass.connection.subscribes[0]).not.toHaveProperty("year");
    expect(textOf(find(card, ".year"))).toBe("2026");
    expect(find(card, ".next")).toHaveProperty("disabled", true);
  });

  it("are gone through with buttons", async () => {
    const hass = home();
    const card = await show(hass);
    await click(card, ".previous");
    expect(hass.connection.active).toMatchObject([
      { view: "days", year: 2025 },
    ]);
    expect(textOf(find(card, ".year"))).toBe("2025");
    expect(square(card, "2025-12-31")).toBeTruthy();
    await click(card, ".next");
    expect(hass.connection.active).toMatchObject([{ year: 2026 }]);
    expect(find(card, ".next")).toHaveProperty("disabled", true);
  });

  it("end with the first that had trophies", async () => {
    const card = await show(home(), { year: 2019 });
    expect(find(card, ".previous")).toHaveProperty("disabled", true);
    expect(find(card, ".next")).toHaveProperty("disabled", false);
  });

  it("are within the limits again after a year far away", async () => {
    const hass = home();
    const card = await show(hass, { year: 2190 });
    expect(findAll(card, "[data-day]")).toHaveLength(0);
    // No day of it has been yet, so that none is told about.
    expect(textOf(find(card, ".day"))).toBe("");
    await click(card, ".previous");
    expect(hass.connection.active).toMatchObject([{ year: 2026 }]);
  });

  it("can be hurried through, with the old one shown meanwhile", async () => {
    const hass = home();
    const card = await show(hass);
    hass.connection.hold();
    await click(card, ".previous");
    await click(card, ".previous");
    expect(textOf(find(card, ".year"))).toBe("2024");
    expect(find(card, ".body").getAttribute("aria-busy")).toBe("true");
    expect(square(card, "2026-01-02")).toBeTruthy();
    hass.connection.release({ newestFirst: true });
    await settle(card);
    expect(find(card, ".body").getAttribute("aria-busy")).toBe("false");
    expect(square(card, "2024-01-02").className).toBe(
      "square gold many chosen",
    );
  });
});

describe("a day", () => {
  it("is the latest with trophies at first, in the only tab stop", async () => {
    const card = await show(home());
    expect(chosen(card)).toEqual(["2026-03-01"]);
    const { attributes } = slider(card);
    expect(
      ["label", "valuemin", "valuenow", "valuemax", "valuetext"].map(
        (name) => attributes.getNamedItem(`aria-${name}`)?.value,
      ),
    ).toEqual([
      "Trophy year",
      "1",
      "60",
      "74",
      "Sunday, March 1, 2026: 1 trophy",
    ]);
    expect(dayLine(card)).toBe("Sunday, March 1, 2026: 1 trophy 1 Platinum");
  });

  it("is described with its grades while pointed at", async () => {
    const card = await show(home());
    square(card, "2026-01-02").dispatchEvent(
      new Event("pointerover", { bubbles: true }),
    );
    await settle(card);
    expect(dayLine(card)).toBe(
      "Friday, January 2, 2026: 4 trophies 1 Silver 3 Bronze",
    );
    find(card, ".halves").dispatchEvent(new Event("pointerleave"));
    await settle(card);
    expect(dayLine(card)).toContain("March 1");
  });

  it.each([
    ["ArrowUp", "2026-02-28"],
    ["ArrowDown", "2026-03-02"],
    ["ArrowLeft", "2026-02-22"],
    ["ArrowRight", "2026-03-08"],
    ["Home", "2026-01-01"],
    ["End", TODAY],
  ])("is gone to with %s", async (key, expected) => {
    const card = await show(home());
    await press(card, key);
    expect(chosen(card)).toEqual([expected]);
    expect(slider(card).getAttribute("aria-valuetext")).toContain("2026");
  });

  it("stays within the year and before tomorrow", async () => {
    const card = await show(home());
    await click(card, `[data-day="${TODAY}"]`);
    await press(card, "ArrowDown");
    await press(card, "ArrowRight");
    expect(chosen(card)).toEqual([TODAY]);
    await press(card, "Home");
    await press(card, "ArrowLeft");
    expect(chosen(card)).toEqual(["2026-01-01"]);
  });

  it("is on the other side where one writes from right to left", async () => {
    const card = await show(home());
    card.style.direction = "rtl";
    await press(card, "ArrowLeft");
    expect(chosen(card)).toEqual(["2026-03-08"]);
    await press(card, "ArrowUp");
    expect(chosen(card)).toEqual(["2026-03-07"]);
  });

  it("leaves other keys alone", async () => {
    const card = await show(home());
    const event = new KeyboardEvent("keydown", {
      key: "Tab",
      bubbles: true,
      cancelable: true,
    });
    slider(card).dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });
});

describe("the squares", () => {
  it("are not drawn again because some entity changed or time went by", async () => {
    const hass = home();
    const card = await show(hass);
    const draw = vi.spyOn(Format.prototype, "weekday");
    card.hass = withOtherState(hass);
    card.requestUpdate();
    await settle(card);
    expect(draw).not.toHaveBeenCalled();
    hass.connection.push();
    await settle(card);
    // Once for each row of the two halves.
    expect(draw).toHaveBeenCalledTimes(14);
  });
});

describe("the settings", () => {
  it("may have a title, or none", async () => {
    const own = await show(home(), { title: "Mine" });
    expect(textOf(find(own, "header h2"))).toBe("Mine");
    const none = await show(home(), { title: "" });
    expect(findAll(none, "header h2")).toHaveLength(0);
    // The line that sums up stands there, so that no row is empty.
    expect(textOf(find(none, "header"))).toMatch(/^5 trophies .* 2026$/);
    expect(findAll(none, ".summary")).toHaveLength(1);
  });
});
