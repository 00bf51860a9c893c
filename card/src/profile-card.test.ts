import axe from "axe-core";
import { afterEach, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  counts,
  find,
  findAll,
  mockHass,
  profile,
  settle,
  showCard,
  textOf,
  type MockHass,
} from "../test/mock-hass";
import { GRADES, type Profile } from "./contract";
import { ProfileCard } from "./profile-card";

const AVATAR = "https://static-resource.np.community.playstation.net/a.png";

afterEach(() => {
  document.body.replaceChildren();
});

/** A home with this profile, of somebody with this name. */
function home(changes: Partial<Profile> = {}, name = "Hunter"): MockHass {
  const hass = mockHass({ profile: profile(changes) });
  hass.connection.account = { ...ACCOUNT, name };
  return hass;
}

const show = (hass: MockHass, config: object = {}): Promise<ProfileCard> =>
  showCard(new ProfileCard(), hass, config);

const bar = (card: ProfileCard): HTMLElement =>
  find(card, "[role=progressbar]");

/** How much of the ring is drawn, and of what. */
const closed = (card: ProfileCard): string | null =>
  find(bar(card), ".arc").getAttribute("stroke-dasharray");

describe("the profile", () => {
  it("is asked for, and nothing else", async () => {
    const hass = home();
    await show(hass);
    expect(hass.connection.requests).toEqual([
      { type: "psn_trophies/subscribe", view: "profile" },
    ]);
  });

  it("shows name, level and tier", async () => {
    const card = await show(home());
    expect(textOf(find(card, "h2"))).toBe("Hunter");
    expect(textOf(find(card, ".names"))).toBe("Hunter Tier 4, Silver");
    expect(textOf(find(card, ".level"))).toBe("Level 312");
    expect(find(card, ".profile").classList).toContain("silver");
  });

  it("says how far the next level is", async () => {
    const card = await show(home());
    expect(textOf(find(card, ".points"))).toBe(
      "34,567 points 46% 321 points to level 313",
    );
    expect(bar(card).getAttribute("aria-label")).toBe(
      "Progress to the next level",
    );
    expect(
      ["valuenow", "valuemin", "valuemax", "valuetext"].map((name) =>
        bar(card).getAttribute(`aria-${name}`),
      ),
    ).toEqual(["46", "0", "100", "46%"]);
    expect(closed(card)).toBe("46 100");
  });

  it.each([0, 100])("has a ring for a share of %d percent", async (share) => {
    const card = await show(home({ level_progress: share }));
    expect(bar(card).getAttribute("aria-valuenow")).toBe(String(share));
    expect(closed(card)).toBe(`${share} 100`);
  });

  it("has no next level after the highest", async () => {
    const card = await show(
      home({ level: 999, level_progress: 0, points_to_next_level: null }),
    );
    expect(textOf(find(card, ".points"))).toBe(
      "34,567 points The highest level there is",
    );
    expect(textOf(find(card, ".level"))).toBe("Level 999");
  });

  it("can be one point away from the next level", async () => {
    const card = await show(home({ points_to_next_level: 0 }));
    expect(textOf(find(card, ".points"))).toContain("0 points to level 313");
  });

  it("counts the trophies, the best first", async () => {
    const card = await show(home({ earned: counts(1900, 250, 90, 0) }));
    expect(findAll(card, ".counts li").map(textOf)).toEqual([
      "0 Platinum",
      "90 Gold",
      "250 Silver",
      "1,900 Bronze",
    ]);
    for (const grade of GRADES) {
      expect(find(card, `.counts li.${grade} svg.${grade}`)).toBeTruthy();
    }
  });

  it("follows what is earned", async () => {
    const hass = home();
    const card = await show(hass);
    hass.connection.views["profile"] = profile({ level: 313, points: 34_900 });
    hass.connection.push();
    await settle(card);
    expect(textOf(find(card, ".level"))).toBe("Level 313");
    expect(textOf(find(card, ".points"))).toContain("34,900 points");
  });

  it.each([
    ["de", "decimal_comma", "Level 1.234", "12.345.678 Punkte"],
    ["en", "space_comma", "Level 1 234", "12 345 678 points"],
    ["en", "none", "Level 1234", "12345678 points"],
  ])("is written for readers of %s with %s", async (...row) => {
    const [language, number_format, level, points] = row;
    const hass = home({ level: 1234, points: 12_345_678 });
    hass.language = language;
    hass.locale = { ...hass.locale, language, number_format };
    const card = await show(hass);
    expect(textOf(find(card, ".level"))).toBe(level);
    expect(textOf(find(card, ".points b"))).toBe(points);
  });
});

describe("the badge", () => {
  it.each([
    [1, "bronze", "Tier 1, Bronze", 1],
    [2, "bronze", "Tier 2, Bronze", 2],
    [3, "bronze", "Tier 3, Bronze", 3],
    [4, "silver", "Tier 4, Silver", 1],
    [9, "gold", "Tier 9, Gold", 3],
    [10, "platinum", "Tier 10, Platinum", 1],
  ] as const)("of tier %d is of %s", async (tier, tier_grade, text, marks) => {
    const card = await show(home({ tier, tier_grade }));
    expect(textOf(find(card, ".names span"))).toBe(text);
    const badge = find(card, "svg.badge");
    expect(badge.classList).toContain(tier_grade);
    expect(findAll(badge, ".mark path")).toHaveLength(marks);
    // What it means is written beside it.
    expect(badge.getAttribute("aria-hidden")).toBe("true");
  });

  it("of the highest tier is a crown", async () => {
    const mark = async (tier: number): Promise<string | null> =>
      find(await show(home({ tier })), ".mark path").getAttribute("d");
    expect(await mark(10)).not.toBe(await mark(7));
    expect(await mark(4)).toBe(await mark(7));
  });
});

describe("the avatar", () => {
  it("is Sony's picture over a drawing", async () => {
    const card = await show(home({ avatar_url: AVATAR }));
    const box = find(card, ".picture.avatar");
    expect(find(box, "img").getAttribute("src")).toBe(AVATAR);
    expect(find(box, "svg")).toBeTruthy();
    find(box, "img").dispatchEvent(new Event("load"));
    expect(getComputedStyle(find(box, "img")).opacity).toBe("1");
  });

  it.each([null, "http://playstation.com/a.png", "https://evil.example/a.png"])(
    "is a drawing where its address is %j",
    async (avatar_url) => {
      const card = await show(home({ avatar_url }));
      expect(find(card, ".picture.avatar svg")).toBeTruthy();
      expect(findAll(card, "img")).toHaveLength(0);
    },
  );
});

describe("the name", () => {
  it("is never cut in a line", async () => {
    const name = "Long".repeat(200);
    const card = await show(home({}, name));
    const heading = find(card, "h2");
    expect(textOf(heading)).toBe(name);
    const style = getComputedStyle(heading);
    expect(style.overflowWrap).toBe("anywhere");
    expect(style.whiteSpace).not.toBe("nowrap");
  });

  it("may be empty, with everything else still there", async () => {
    const card = await show(home({}, ""));
    expect(textOf(find(card, ".names"))).toBe("Tier 4, Silver");
    expect(textOf(find(card, ".level"))).toBe("Level 312");
    expect(findAll(card, ".counts li")).toHaveLength(4);
  });

  it("may be written from right to left", async () => {
    const card = await show(home({}, "صياد"));
    expect(textOf(find(card, "h2[dir=auto]"))).toBe("صياد");
  });
});

describe("the card", () => {
  it("knows whether its height is given", async () => {
    const rows = { grid_options: { rows: 4 } };
    const frameOf = async (config: object, layout?: string) => {
      const card = new ProfileCard();
      card.layout = layout;
      return find(await showCard(card, home(), config), "ha-card").className;
    };
    expect(await frameOf(rows, "grid")).toBe("fixed");
    // Elsewhere they mean nothing: it would have no height at all.
    expect(await frameOf(rows)).toBe("");
    expect(await frameOf({ grid_options: { rows: "auto" } }, "grid")).toBe("");
    expect(await frameOf({}, "grid")).toBe("");
  });

  it("has a heading only where one is set", async () => {
    const plain = await show(home());
    expect(findAll(plain, "header")).toHaveLength(0);
    const titled = await show(home(), { title: "Me" });
    expect(textOf(find(titled, "header h2"))).toBe("Me");
  });

  it("does not wait for the library, but says when it is old", async () => {
    const hass = home();
    hass.connection.account = { ...ACCOUNT, library_progress: 20 };
    const card = await show(hass);
    expect(findAll(card, ".notes")).toHaveLength(0);
    hass.connection.account = { ...ACCOUNT, up_to_date: false };
    hass.connection.push();
    await settle(card);
    expect(textOf(find(card, ".notes"))).toContain("last known state");
    expect(textOf(find(card, ".level"))).toBe("Level 312");
  });

  it("has its shapes before it is there", async () => {
    const hass = home();
    hass.connection.hold();
    const card = await show(hass);
    expect(find(card, ".skeleton .picture.avatar.bone")).toBeTruthy();
    expect(findAll(card, "h2")).toHaveLength(0);
    hass.connection.release();
    await settle(card);
    expect(findAll(card, ".bone")).toHaveLength(0);
  });

  it.each([
    ["a next level", {}],
    ["the highest level", { points_to_next_level: null, level: 999 }],
    ["a picture", { avatar_url: AVATAR }],
  ])("is accessible with %s", async (_, changes) => {
    const card = await show(home(changes));
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
