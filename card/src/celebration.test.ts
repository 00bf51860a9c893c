import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  ACCOUNT,
  find,
  findAll,
  mockHass,
  newTrophy,
  settle,
  showCard,
  textOf,
  type MockHass,
} from "../test/mock-hass";
import { Celebration } from "./celebration";
import type { NewTrophy } from "./contract";
import "./index";
import { LatestCard } from "./latest-card";
import { ProfileCard } from "./profile-card";

// Each trophy is celebrated once a page, and the page is the same for all tests.
let id = 0;
const platinum = (changes: Partial<NewTrophy> = {}): NewTrophy =>
  newTrophy((id += 1), { grade: "platinum", ...changes });

const showPopover = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  showPopover.mockReset();
  // Not there in happy-dom.
  Object.assign(HTMLElement.prototype, { showPopover });
});

afterEach(async () => {
  // Those that wait for each other end on the same page.
  if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(60_000);
  document.body.replaceChildren();
  Reflect.deleteProperty(HTMLElement.prototype, "showPopover");
  vi.useRealTimers();
});

/** How long a platinum is celebrated, and what is celebrated quietly. */
const LARGE_MS = 9_000;
const QUIET_MS = 5_000;

const celebrations = (): Celebration[] => [
  ...document.querySelectorAll("psn-trophies-celebration"),
];

/** Tell the cards of a home what was just earned. */
async function announce(hass: MockHass, ...news: NewTrophy[]): Promise<void> {
  hass.connection.push(news);
  await settle();
  await vi.dynamicImportSettled();
  await settle(...celebrations());
}

async function home(changes: object = {}): Promise<MockHass> {
  const hass = mockHass({}, changes);
  await showCard(new ProfileCard(), hass);
  return hass;
}

/** Earn a trophy and return what is to be read then. */
async function banner(earned: NewTrophy, changes = {}): Promise<HTMLElement> {
  await announce(await home(changes), earned);
  return find(celebrations()[0]!, ".banner");
}

describe("a platinum trophy", () => {
  it("is celebrated once, although several cards hear of it", async () => {
    const hass = await home();
    await showCard(new LatestCard(), hass);
    await showCard(new ProfileCard(), hass);
    expect(celebrations()).toHaveLength(0);
    await announce(hass, platinum());
    expect(celebrations()).toHaveLength(1);
    expect(findAll(celebrations()[0]!, "i").length).toBeGreaterThan(20);
  });

  it("is celebrated once a page, even if announced again", async () => {
    const hass = await home();
    const earned = platinum();
    await announce(hass, earned);
    await vi.advanceTimersByTimeAsync(LARGE_MS);
    await announce(hass, { ...earned });
    expect(celebrations()).toHaveLength(0);
  });

  it("is told apart from others and from those of other games", async () => {
    const earned = platinum({ trophy_name: "One" });
    const other = {
      ...earned,
      title_id: "NPWR00002_00",
      trophy_name: "Two",
    };
    const third = platinum({ trophy_name: "Three" });
    await announce(await home(), earned, other, third);
    for (const name of ["One", "Two", "Three"]) {
      await settle(...celebrations());
      expect(celebrations().map(textOf)).toEqual([
        expect.stringContaining(name),
      ]);
      await vi.advanceTimersByTimeAsync(LARGE_MS);
    }
    expect(celebrations()).toHaveLength(0);
  });

  it("of two people is celebrated for each of them", async () => {
    const earned = platinum();
    for (const [device_id, name] of [
      ["device1", "Ann"],
      ["device2", "Bob"],
    ]) {
      const hass = await home();
      hass.connection.account = {
        ...ACCOUNT,
        device_id: device_id!,
        name: name!,
      };
      await announce(hass, { ...earned });
      expect(celebrations().map(textOf)).toEqual([
        expect.stringContaining(name!),
      ]);
      await vi.advanceTimersByTimeAsync(LARGE_MS);
    }
  });

  it("is not celebrated where it came late", async () => {
    await announce(await home(), platinum({ late: true }));
    expect(celebrations()).toHaveLength(0);
  });

  it("came late and is celebrated when it is earned after all", async () => {
    const earned = platinum({ late: true });
    const hass = await home();
    await announce(hass, earned);
    await announce(hass, { ...earned, late: false });
    expect(celebrations()).toHaveLength(1);
  });
});

it.each(["bronze", "silver", "adamantium", ""])(
  "a trophy of the grade %j is not celebrated",
  async (grade) => {
    await announce(await home(), platinum({ grade }));
    expect(celebrations()).toHaveLength(0);
  },
);

describe("what is celebrated quietly", () => {
  it("is a gold trophy, in a line without confetti", async () => {
    await announce(
      await home(),
      platinum({ grade: "gold", trophy_name: "Shiny" }),
    );
    const [party] = celebrations();
    expect(textOf(find(party!, ".line"))).toBe("Gold Shiny Hunter");
    expect(find(party!, ".line").getAttribute("aria-live")).toBe("polite");
    expect(findAll(party!, "i, .banner")).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(QUIET_MS);
    expect(celebrations()).toHaveLength(0);
  });

  it("is a game of which nothing is missing any more, once", async () => {
    const done = { title_progress: 100, title_name: "Whole Game" };
    const [one, gold] = [
      platinum({ ...done, grade: "bronze" }),
      platinum({ ...done, grade: "gold" }),
    ];
    await announce(await home(), one, gold);
    expect(celebrations().map(textOf)).toEqual([
      "Completed · 100% Whole Game Hunter",
    ]);
    await vi.advanceTimersByTimeAsync(QUIET_MS);
    expect(celebrations()).toHaveLength(0);
  });

  it("is such a game again after an add-on to it", async () => {
    const hass = await home();
    const done = { title_id: "NPWR09999_00", title_progress: 100 };
    for (const trophy_name of ["Base game", "Add-on"]) {
      await announce(hass, platinum({ ...done, trophy_name, grade: "bronze" }));
      expect(celebrations()).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(QUIET_MS);
    }
  });

  it("gives way to a platinum of the same game", async () => {
    const gold = platinum({ grade: "gold", title_progress: 100 });
    await announce(await home(), gold, platinum());
    expect(findAll(celebrations()[0]!, ".banner")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(LARGE_MS);
    expect(celebrations()).toHaveLength(0);
  });

  it("is not what came late", async () => {
    await announce(
      await home(),
      platinum({ grade: "gold", late: true }),
      platinum({ grade: "bronze", title_progress: 100, late: true }),
    );
    expect(celebrations()).toHaveLength(0);
  });

  it("does not go on for ever", async () => {
    const golds = Array.from({ length: 40 }, (_, game) =>
      platinum({ grade: "gold", title_id: `NPWR1${1000 + game}_00` }),
    );
    await announce(await home(), ...golds);
    await vi.advanceTimersByTimeAsync(10 * QUIET_MS);
    expect(celebrations()).toHaveLength(0);
  });
});

describe("the banner", () => {
  it("tells everybody which trophy of which game", async () => {
    const found = await banner(
      platinum({
        trophy_name: "All of it",
        title_name: "Some Game",
        earned_rate: 0.34,
      }),
    );
    expect(textOf(found)).toBe(
      "Platinum! All of it Some Game Hunter 0.3% of players have it",
    );
    expect(found.getAttribute("role")).toBe("status");
    expect(found.getAttribute("aria-live")).toBe("assertive");
  });

  it("is in the language of the reader", async () => {
    const found = await banner(platinum(), { language: "de" });
    expect(textOf(find(found, "b"))).toBe("Platin!");
  });

  it("shows a hostile name as text", async () => {
    const trophy_name = "<img src=x onerror=alert(1)>";
    const title_name = "<script>alert(2)</script>";
    const found = await banner(platinum({ trophy_name, title_name }));
    expect(textOf(found)).toContain(`${trophy_name} ${title_name}`);
    expect(findAll(found, "img, script")).toHaveLength(0);
  });

  it("shows the picture of the trophy only where it is Sony's", async () => {
    const picture = "https://image.api.playstation.com/trophy/1.png";
    const good = await banner(platinum({ icon_url: picture }));
    expect(find(good, "img").getAttribute("src")).toBe(picture);
    document.body.replaceChildren();
    const icon_url = "https://playstation.com.example.org/1.png";
    const bad = await banner(platinum({ icon_url }));
    expect(findAll(bad, "img")).toHaveLength(0);
  });

  it("is accessible", async () => {
    await announce(await home(), platinum());
    vi.useRealTimers();
    const { violations } = await axe.run(celebrations()[0]!, {
      // Neither a whole page nor drawn.
      rules: {
        region: { enabled: false },
        "color-contrast": { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});

describe("a celebration", () => {
  it("goes away by itself", async () => {
    await announce(await home(), platinum());
    await vi.advanceTimersByTimeAsync(LARGE_MS - 1);
    expect(celebrations()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(celebrations()).toHaveLength(0);
  });

  it("waits until the one before is over", async () => {
    const hass = await home();
    await announce(hass, platinum({ trophy_name: "First" }));
    await vi.advanceTimersByTimeAsync(4_000);
    await announce(hass, platinum({ trophy_name: "Second" }));
    expect(celebrations().map(textOf)).toEqual([
      expect.stringContaining("First"),
    ]);
    await vi.advanceTimersByTimeAsync(LARGE_MS - 4_000);
    await settle(...celebrations());
    expect(celebrations().map(textOf)).toEqual([
      expect.stringContaining("Second"),
    ]);
    await vi.advanceTimersByTimeAsync(LARGE_MS);
    expect(celebrations()).toHaveLength(0);
  });

  it("is above everything, and closes nothing else", async () => {
    await announce(await home(), platinum());
    expect(showPopover.mock.contexts).toEqual(celebrations());
    expect(celebrations()[0]!.popover).toBe("manual");
  });

  it("does without that where the browser cannot", async () => {
    Reflect.deleteProperty(HTMLElement.prototype, "showPopover");
    await announce(await home(), platinum());
    expect(celebrations()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(LARGE_MS);
    expect(celebrations()).toHaveLength(0);
  });

  it("takes no clicks, and has no pieces where motion is reduced", () => {
    const css = [Celebration.styles].flat(2).map(String).join("\n");
    expect(css).toMatch(/:host \{[^}]*pointer-events: none/);
    expect(css).toMatch(
      /@media \(prefers-reduced-motion: reduce\) \{\s*i \{\s*display: none;/,
    );
  });
});
