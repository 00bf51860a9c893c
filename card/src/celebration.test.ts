import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
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

afterEach(() => {
  document.body.replaceChildren();
  Reflect.deleteProperty(HTMLElement.prototype, "showPopover");
  vi.useRealTimers();
});

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
    await vi.advanceTimersByTimeAsync(7_000);
    await announce(hass, { ...earned });
    expect(celebrations()).toHaveLength(0);
  });

  it("is told apart from others and from those of other games", async () => {
    const earned = platinum();
    const other = { ...earned, title_id: "NPWR00002_00" };
    await announce(await home(), earned, other, platinum());
    expect(celebrations()).toHaveLength(3);
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

it.each(["bronze", "silver", "gold", "adamantium", ""])(
  "a trophy of the grade %j is not celebrated",
  async (grade) => {
    await announce(await home(), platinum({ grade }));
    expect(celebrations()).toHaveLength(0);
  },
);

describe("the banner", () => {
  it("tells everybody which trophy of which game", async () => {
    const found = await banner(
      platinum({ trophy_name: "All of it", title_name: "Some Game" }),
    );
    expect(textOf(found)).toBe("Platinum! All of it Some Game");
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
  it("goes away after seven seconds", async () => {
    await announce(await home(), platinum());
    await vi.advanceTimersByTimeAsync(6_999);
    expect(celebrations()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(celebrations()).toHaveLength(0);
  });

  it("lasts as long for a second one", async () => {
    const hass = await home();
    await announce(hass, platinum());
    await vi.advanceTimersByTimeAsync(4_000);
    await announce(hass, platinum({ trophy_name: "Second" }));
    await vi.advanceTimersByTimeAsync(3_000);
    expect(celebrations().map(textOf)).toEqual([
      expect.stringContaining("Second"),
    ]);
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
    await vi.advanceTimersByTimeAsync(7_000);
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
