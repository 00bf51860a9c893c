import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  ACCOUNT,
  dayList,
  earnedTrophy,
  find,
  listedTitle,
  mockHass,
  newTrophy,
  profile,
  settle,
  showCard,
  textOf,
  titleDetails,
  titlePages,
  titleTrophy,
} from "../test/mock-hass";
import { GamesCard } from "./games-card";
import { HeatmapCard } from "./heatmap-card";
import "./index";
import { LatestCard } from "./latest-card";
import { pictureUrl } from "./picture";
import { ProfileCard } from "./profile-card";

const TEXTS = [
  "<img src=x onerror=alert(1)>",
  `"><script>alert(1)</script>`,
  `' onload='alert(1)' x='`,
  `" onfocus="alert(1)" autofocus="`,
  "${alert(1)}",
  "{{constructor.constructor('alert(1)')()}}",
  "</style><svg onload=alert(1)>",
  "</h2></dialog><iframe src=javascript:alert(1)>",
  "--><script>alert(1)</script><!--",
  "<?lit$1$?><!--?lit$1$-->",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "javascript:alert(1)",
  "__proto__",
  "constructor",
  "0%;background:url(https://evil.example/)",
  "\u202Egnp.evil",
  "a\u0000<b\u0000>c",
  "<b>".repeat(5_000),
];

/** Each with a beginning of it that fits into the name of a test. */
const HOSTILE = TEXTS.map((text) => [text.slice(0, 50), text] as const);

const REFUSED = [
  "javascript:alert(1)",
  "data:image/svg+xml,<svg onload=alert(1)>",
  "http://image.api.playstation.com/a.png",
  "https://evil.example/a.png",
  "https://playstation.com.evil.example/a.png",
  `x" onerror="alert(1)`,
  `https://evil.example/a.png" onerror="alert(1)`,
  `"><script>alert(1)</script>`,
];
/** Sony's, whatever else is in it. */
const QUOTED = `https://image.api.playstation.com/a.png" onerror="alert(1)`;
const SONYS = "https://image.api.playstation.com/a.png";

const FORBIDDEN = ["script", "iframe", "object", "embed", "base", "link"];
/** Attributes that lead somewhere, or hold a page of their own. */
const LEADING = /^(xlink:)?href$|^(form)?action$|^src(doc|set)$|^data$|^ping$/;

const called = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  called.mockReset();
  vi.stubGlobal("alert", called);
  vi.stubGlobal("fetch", called);
  // Not there in happy-dom.
  Object.assign(HTMLElement.prototype, { showPopover: vi.fn() });
});

afterEach(() => {
  document.body.replaceChildren();
  Reflect.deleteProperty(HTMLElement.prototype, "showPopover");
  vi.useRealTimers();
});

/** Makes a text of what it is for. */
type Say = (what: string) => string;

/** Everything one can see; each tells which texts are to be read there. */
const SCENES: Record<string, (say: Say, url: string) => Promise<string[]>> = {
  async profile(say, avatar_url) {
    const hass = mockHass({ profile: profile({ avatar_url }) });
    hass.connection.account = { ...ACCOUNT, name: say("account") };
    await showCard(new ProfileCard(), hass, { title: say("title") });
    return ["account", "title"];
  },

  async "latest trophies and their details"(say, url) {
    const trophies = [
      earnedTrophy(1, {
        trophy_name: say("trophy"),
        trophy_detail: say("detail"),
        title_name: say("game"),
        title_id: say("id"),
        platform: say("platform"),
        group: say("group"),
        grade: say("grade"),
        icon_url: url,
        title_icon_url: url,
      }),
    ];
    const hass = mockHass({ trophies: { trophies } });
    const card = new LatestCard();
    await showCard(card, hass, { title: say("title") });
    find(card, "li button").click();
    await settle(card);
    expect(textOf(find(card, "psn-trophies-dialog"))).not.toBe("");
    return ["trophy", "detail", "game", "platform", "title"];
  },

  async "games and their trophies"(say, icon_url) {
    const game = listedTitle(1, {
      title_name: say("game"),
      platform: say("platform"),
      icon_url,
    });
    const trophy = titleTrophy(1, {
      trophy_name: say("trophy"),
      trophy_detail: say("detail"),
      grade: say("grade"),
      icon_url,
    });
    const groups = [
      { group_id: "default", group_name: say("unused"), trophies: [trophy] },
      { group_id: say("id"), group_name: say("group"), trophies: [trophy] },
    ];
    const hass = mockHass({
      titles: titlePages([game, listedTitle(2, { title_name: "" })]),
      title: titleDetails({ ...game, groups }),
    });
    const card = new GamesCard();
    await showCard(card, hass, { title: say("title") });
    find(card, "[data-row='0']").click();
    await settle(card);
    await settle(find(card, "psn-trophies-title-dialog") as never);
    return ["game", "platform", "trophy", "detail", "group", "title"];
  },

  async "year of trophies"(say) {
    const days = {
      "2026-01-02": { [say("grade")]: 2, gold: say("count") },
      [say("day")]: { gold: 1 },
    } as never;
    const hass = mockHass({ days: dayList({ days }) });
    await showCard(new HeatmapCard(), hass, { title: say("title") });
    return ["title"];
  },

  async celebration(say, icon_url) {
    const hass = mockHass();
    await showCard(new ProfileCard(), hass);
    const earned = newTrophy(1, {
      // Each is celebrated only once.
      title_id: `${say("id")} ${Math.random()}`,
      grade: "platinum",
      trophy_name: say("trophy"),
      title_name: say("game"),
      icon_url,
    });
    hass.connection.push([earned]);
    await settle();
    await vi.dynamicImportSettled();
    await settle(find(document.body, "psn-trophies-celebration") as never);
    return ["trophy", "game"];
  },

  async refusal(say) {
    const hass = mockHass();
    const card = await showCard(new ProfileCard(), hass, {
      title: say("title"),
    });
    hass.connection.pushError(say("error"));
    await settle(card);
    expect(textOf(find(card, ".message"))).toContain("does not answer");
    return ["title"];
  },
};

/** Everything on the page, in all the shadow trees. */
function everything(root: ParentNode = document.body): Element[] {
  return [...root.querySelectorAll("*")].flatMap((element) => [
    element,
    ...(element.shadowRoot ? everything(element.shadowRoot) : []),
  ]);
}

const named = (tag: string): Element[] =>
  everything().filter(({ localName }) => localName === tag);

/** Elements with the names of their attributes: what a text can never change. */
const shape = (): string[] =>
  everything().map((element) =>
    [element.localName, ...element.getAttributeNames().sort()].join(" "),
  );

/** All that can be read, each text as it is. */
const texts = (): string =>
  [document.body, ...everything()]
    .flatMap((element) => [element, element.shadowRoot ?? []].flat())
    .flatMap((parent) => [...parent.childNodes])
    .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
    .map(({ textContent }) => textContent)
    .join("\n");

/** What is on the page that should never be there. */
const dangers = (): string[] =>
  everything()
    .filter(
      (element) =>
        FORBIDDEN.includes(element.localName) ||
        (element.localName === "img" &&
          !pictureUrl(element.getAttribute("src"))) ||
        (element.localName === "style" &&
          /alert|evil/.test(element.textContent)) ||
        /url\(|expression/.test(element.getAttribute("style") ?? "") ||
        element
          .getAttributeNames()
          .some((name) => name.startsWith("on") || LEADING.test(name)),
    )
    .map(({ localName }) => localName);

describe("the search for what is dangerous", () => {
  it.each([
    ["img", "<img src=x>"],
    ["img", `<img src="${SONYS}" onerror="alert(1)">`],
    ["script", "<p><script>alert(1)</script></p>"],
    ["svg", "<svg onload=alert(1)></svg>"],
    ["object", "<object></object>"],
    ["a", "<a href=javascript:alert(1)></a>"],
    ["p", "<p style='background:url(https://evil.example/)'></p>"],
  ])("finds the %s in %s, deep as it may be", (tag, markup) => {
    const outer = document.createElement("div");
    const inner = document.createElement("div");
    outer.attachShadow({ mode: "open" }).append(inner);
    inner.attachShadow({ mode: "open" }).innerHTML = markup;
    document.body.append(outer);
    expect(dangers()).toEqual([tag]);
  });
});

const scenes = Object.entries(SCENES);

describe.each(scenes)("hostile text in the %s", (...[, scene]) => {
  it.each(HOSTILE)("is nothing but text: %j", async (_, hostile) => {
    await scene((what) => what, SONYS);
    const harmless = shape();
    document.body.replaceChildren();
    const say: Say = (what) => `${hostile} ${what}`;
    const shown = await scene(say, SONYS);
    expect(dangers()).toEqual([]);
    expect(shape()).toEqual(harmless);
    for (const what of shown) expect(texts()).toContain(say(what));
    expect(called).not.toHaveBeenCalled();
  });

  it.each(HOSTILE)("is harmless on its own, too: %j", async (_, hostile) => {
    await scene(() => hostile, SONYS);
    expect(dangers()).toEqual([]);
    expect(texts()).toContain(hostile);
    // Nothing that every object has is taken for a text of ours.
    expect(texts()).not.toMatch(/native code|\[object/);
    expect(called).not.toHaveBeenCalled();
  });
});

describe.each(
  scenes.filter(([name]) => !["year of trophies", "refusal"].includes(name)),
)("a hostile picture in the %s", (...[, scene]) => {
  it.each(REFUSED)("is not loaded: %j", async (url) => {
    await scene((what) => what, url);
    expect(named("img")).toEqual([]);
    expect(dangers()).toEqual([]);
    expect(texts()).not.toContain(url);
    expect(called).not.toHaveBeenCalled();
  });

  it("cannot leave its attribute", async () => {
    await scene((what) => what, SONYS);
    const [harmless, count] = [shape(), named("img").length];
    expect(count).toBeGreaterThan(0);
    document.body.replaceChildren();
    await scene((what) => what, QUOTED);
    expect(shape()).toEqual(harmless);
    expect(dangers()).toEqual([]);
    expect(named("img").map((image) => image.getAttribute("src"))).toEqual(
      Array.from({ length: count }, () => QUOTED),
    );
    expect(called).not.toHaveBeenCalled();
  });
});

describe("the sources", () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => ({
      name,
      text: readFileSync(join(import.meta.dirname, name), "utf8"),
    }));

  it("are all looked at", () => {
    expect(sources.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["card.ts", "picture.ts", join("texts", "en.ts")]),
    );
  });

  it.each([
    /(inner|outer)HTML/,
    /insertAdjacentHTML/,
    /setHTML|createContextualFragment|DOMParser|srcdoc/,
    /unsafe(HTML|SVG|MathML|CSS|Static)/,
    /static-html/,
    /\beval\b/,
    /\bFunction\(/,
    /document\s*\.\s*write/,
    /\b(href|on\w+)=\$\{/,
  ])("have no %s", (pattern) => {
    const found = sources.filter(({ text }) => pattern.test(text));
    expect(found.map(({ name }) => name)).toEqual([]);
  });
});
