import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  ACCOUNT,
  earnedTrophy,
  find,
  findAll,
  homeWith,
  mockHass,
  profile,
  settle,
  showCard,
  textOf,
  withOtherState,
  type MockHass,
} from "../test/mock-hass";
import { stubConfig } from "./accounts";
import { ERRORS, PROBLEMS } from "./contract";
import { GamesCard } from "./games-card";
import type { Entity } from "./hass";
import { HeatmapCard } from "./heatmap-card";
import "./index";
import { LatestCard } from "./latest-card";
import { ProfileCard } from "./profile-card";
import { texts as de } from "./texts/de";
import { texts as en } from "./texts/en";

const CARDS = [
  ["profile", ProfileCard, "Hunter"],
  ["latest", LatestCard, "Trophy 5"],
  ["games", GamesCard, "Game 3"],
  ["heatmap", HeatmapCard, "5 trophies"],
] as const;

beforeEach(() => {
  document.documentElement.lang = "en";
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

/** Count how often cards of a kind are drawn from now on. */
function drawings(card: (typeof CARDS)[number][1]) {
  const prototype: { render(): unknown } = card.prototype;
  return vi.spyOn(prototype, "render");
}

const message = (card: Element): string =>
  textOf(find(card, ".message[role=status] > span"));

describe.each(CARDS)("the %s card", (_, Card, content) => {
  it("has grey shapes and says that it loads, until it is there", async () => {
    const hass = mockHass();
    hass.connection.hold();
    const card = await showCard(new Card(), hass);
    const busy = find(card, "[aria-busy=true]");
    expect(textOf(find(busy, ".outside"))).toBe("Loading…");
    expect(findAll(busy, ".bone, .square")).not.toHaveLength(0);
    expect(textOf(card)).not.toContain(content);
    hass.connection.release();
    await settle(card);
    expect(textOf(card)).toContain(content);
    expect(findAll(card, "[aria-busy=true], .bone")).toHaveLength(0);
    expect(textOf(card)).not.toContain("Loading");
  });

  it("is nothing without settings, and there as soon as it has some", async () => {
    const hass = mockHass();
    const card = new Card();
    card.texts = en;
    card.hass = hass;
    document.body.append(card);
    await settle(card);
    expect(findAll(card, "ha-card")).toHaveLength(0);
    expect(hass.connection.requests).toEqual([]);
    card.setConfig({ type: "custom:card" });
    await settle(card);
    expect(textOf(card)).toContain(content);
  });

  it("asks for the account of its settings", async () => {
    const hass = mockHass();
    await showCard(new Card(), hass, { device_id: "other" });
    expect(hass.connection.subscribes).toMatchObject([{ device_id: "other" }]);
  });

  it("leaves it to the integration which account where none is set", async () => {
    const hass = mockHass();
    await showCard(new Card(), hass);
    expect(hass.connection.subscribes).toHaveLength(1);
    expect(hass.connection.subscribes[0]).not.toHaveProperty("device_id");
  });

  it("is drawn again when its view or the language changes, not for an entity", async () => {
    const hass = mockHass();
    const card = await showCard(new Card(), hass);
    const draw = drawings(Card);
    card.hass = withOtherState(hass);
    card.hass = withOtherState(hass);
    await settle(card);
    expect(draw).not.toHaveBeenCalled();
    expect(hass.connection.subscribes).toHaveLength(1);
    hass.connection.push();
    await settle(card);
    expect(draw).toHaveBeenCalledOnce();
    card.hass = { ...hass, language: "de" };
    card.texts = de;
    await settle(card);
    expect(draw).toHaveBeenCalledTimes(2);
  });

  it("is drawn again once a minute while it is on the page", async () => {
    vi.useFakeTimers();
    const card = await showCard(new Card(), mockHass());
    await vi.advanceTimersByTimeAsync(59_000);
    const draw = drawings(Card);
    await vi.advanceTimersByTimeAsync(999);
    expect(draw).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(draw).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(draw).toHaveBeenCalledTimes(2);
    card.remove();
    await vi.advanceTimersByTimeAsync(180_000);
    expect(draw).toHaveBeenCalledTimes(2);
    document.body.append(card);
    await settle(card);
    draw.mockClear();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(draw).toHaveBeenCalledOnce();
  });

  it.each(PROBLEMS)(
    "shows its content although there is: %s",
    async (problem) => {
      const hass = homeWith({ up_to_date: false, problem });
      const card = await showCard(new Card(), hass);
      const notes = find(card, ".notes[role=status]");
      expect(textOf(find(notes, "span"))).toBe(en.problems[problem]);
      expect(findAll(notes, "a")).toHaveLength(problem === "login" ? 1 : 0);
      expect(textOf(card)).toContain(content);
    },
  );

  it("has shapes without a word until the words of the reader are there", async () => {
    const hass = mockHass();
    const card = new Card();
    card.setConfig({ type: "custom:card" });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
    expect(findAll(card, "ha-card")).toHaveLength(1);
    expect(findAll(card, ".bone, .square")).not.toHaveLength(0);
    expect(textOf(card)).not.toMatch(/undefined|trophies|games/i);
    card.texts = en;
    await settle(card);
    expect(textOf(card)).toContain(content);
  });

  it("has no notes where all is well", async () => {
    const card = await showCard(new Card(), mockHass());
    expect(findAll(card, ".notes")).toHaveLength(0);
  });
});

describe("a library that is being read", () => {
  it.each([
    ["latest", LatestCard],
    ["games", GamesCard],
    ["heatmap", HeatmapCard],
  ])("is noted on the %s card until it is complete", async (_, Card) => {
    const hass = homeWith({
      library_progress: 42,
      library_minutes_left: 5,
    });
    const card = await showCard(new Card(), hass);
    expect(textOf(find(card, ".notes"))).toBe(
      "Your library is still being read: 42%, done in 5 minutes",
    );
    expect(findAll(card, ".message")).toHaveLength(0);
    hass.connection.account = ACCOUNT;
    hass.connection.push();
    await settle(card);
    expect(findAll(card, ".notes")).toHaveLength(0);
  });

  it("does not matter to the profile, which is Sony's own", async () => {
    const hass = homeWith({ library_progress: 42 });
    const card = await showCard(new ProfileCard(), hass);
    expect(textOf(card)).toContain("Hunter");
    expect(findAll(card, ".notes")).toHaveLength(0);
  });

  it("is not noted besides a service that cannot be reached", async () => {
    const hass = homeWith({ library_progress: 42, up_to_date: false });
    const card = await showCard(new LatestCard(), hass);
    // Without a reason it is the usual one.
    expect(findAll(card, ".notes").map(textOf)).toEqual([
      en.problems.unreachable,
    ]);
  });
});

describe("a refusal", () => {
  it.each(ERRORS)("with %s is told in its own words", async (code) => {
    const hass = mockHass();
    hass.connection.fail(code);
    const card = await showCard(new ProfileCard(), hass);
    expect(message(card)).toBe(en.errors[code]);
    expect(findAll(card, "[aria-busy=true], .profile")).toHaveLength(0);
  });

  it.each([
    ["login_refused", undefined, 1],
    ["account_not_loaded", { is_admin: true }, 1],
    ["login_refused", { is_admin: false }, 0],
    ["no_account", undefined, 0],
  ])("with %s leads %j to the account's page", async (code, user, ways) => {
    const hass = mockHass({}, { user });
    hass.connection.fail(code);
    const card = await showCard(new ProfileCard(), hass);
    const found = findAll(card, ".message a");
    expect(found.map((one) => one.getAttribute("href"))).toEqual(
      Array.from(
        { length: ways },
        () => "/config/integrations/integration/psn_trophies",
      ),
    );
  });

  it.each(["unknown_command", "unknown", "", "constructor", "<b>new</b>"])(
    "with the unknown code %j is told in general",
    async (code) => {
      const hass = mockHass();
      hass.connection.fail(code);
      const card = await showCard(new ProfileCard(), hass);
      expect(message(card)).toBe(en.errors.unknown);
    },
  );

  it("takes the place of the content when it comes later", async () => {
    const hass = mockHass();
    const card = await showCard(new LatestCard(), hass);
    hass.connection.pushError("login_refused");
    await settle(card);
    expect(message(card)).toBe(en.errors.login_refused);
    expect(findAll(card, "li")).toHaveLength(0);
    expect(textOf(find(card, "h2"))).toBe("Latest trophies");
  });

  it("is told in the language of the reader", async () => {
    const hass = mockHass({}, { language: "de" });
    hass.connection.fail("no_account");
    const card = await showCard(new ProfileCard(), hass);
    expect(message(card)).toBe(de.errors.no_account);
  });
});

describe("the language", () => {
  it("changes on the page, as do its numbers", async () => {
    const hass = mockHass();
    const card = await showCard(new ProfileCard(), hass);
    expect(textOf(card)).toContain("34,567 points");
    const locale = { ...hass.locale, language: "de" };
    card.hass = { ...hass, language: "de", locale };
    card.texts = de;
    await settle(card);
    expect(textOf(card)).toContain("34.567 Punkte");
  });
});

describe("what is on the page", () => {
  it("changes with the view", async () => {
    const hass = mockHass();
    const card = await showCard(new ProfileCard(), hass);
    hass.connection.views["profile"] = profile({ level: 999 });
    hass.connection.push();
    await settle(card);
    expect(textOf(find(card, ".level b"))).toBe("999");
  });

  it("tells how long ago something was, minute by minute", async () => {
    vi.useFakeTimers({ now: Date.parse("2026-03-01T12:30:40Z") });
    const hass = mockHass({ trophies: { trophies: [earnedTrophy(1)] } });
    const card = await showCard(new LatestCard(), hass);
    expect(textOf(find(card, "time"))).toBe("30 minutes ago");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(textOf(find(card, "time"))).toBe("31 minutes ago");
    // Between two minutes of the card too, when there is something new.
    await vi.advanceTimersByTimeAsync(30_000);
    expect(textOf(find(card, "time"))).toBe("31 minutes ago");
    hass.connection.push();
    await settle(card);
    expect(textOf(find(card, "time"))).toBe("32 minutes ago");
  });

  it("comes from the connection that there is now", async () => {
    const [old, hass] = [mockHass(), mockHass()];
    const card = await showCard(new ProfileCard(), old);
    hass.connection.views["profile"] = profile({ level: 999 });
    card.hass = { ...old, connection: hass.connection };
    await settle(card);
    expect(textOf(find(card, ".level b"))).toBe("999");
    expect(old.connection.active).toEqual([]);
  });

  it.each([
    ["loads", (hass: MockHass) => hass.connection.hold()],
    ["was refused", (hass: MockHass) => hass.connection.fail("no_account")],
    [
      "is old",
      ({ connection }: MockHass) =>
        (connection.account = { ...ACCOUNT, up_to_date: false }),
    ],
  ])("is accessible when it %s", async (_, prepare) => {
    const hass = mockHass();
    prepare(hass);
    const card = await showCard(new LatestCard(), hass);
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

describe("a new card", () => {
  const entity = (name: string, changes: Partial<Entity> = {}): Entity => ({
    entity_id: `sensor.${name}`,
    device_id: name,
    platform: "psn_trophies",
    ...changes,
  });
  const home = (...all: Entity[]) => ({
    ...mockHass(),
    entities: Object.fromEntries(all.map((one) => [one.entity_id, one])),
  });

  it("has an account, the oldest where there are several", () => {
    const twice = entity("one", { entity_id: "image.one" });
    const foreign = entity("two", { platform: "other" });
    const loose = entity("three", { device_id: null });
    expect(stubConfig(home())).toEqual({});
    expect(stubConfig(home(entity("one"), twice, foreign, loose))).toEqual({
      device_id: "one",
    });
    const two = home(foreign, entity("a"), entity("b"));
    two.devices = {
      a: { id: "a", name: "A", created_at: 20 },
      b: { id: "b", name: "B", created_at: 10 },
    };
    expect(stubConfig(two)).toEqual({ device_id: "b" });
  });

  it.each(CARDS)("%s is suggested for entities of ours", (name) => {
    const type = `psn-trophies-${name}-card`;
    const picked = window.customCards?.find((card) => card.type === type);
    const hass = home(
      entity("ours"),
      entity("foreign", { platform: "other" }),
      entity("loose", { device_id: null }),
    );
    const suggest = (id: string) => picked!.getEntitySuggestion(hass, id);
    expect(suggest("sensor.ours")).toEqual({
      config: { type: `custom:${type}`, device_id: "ours" },
    });
    expect(suggest("sensor.foreign")).toBeNull();
    expect(suggest("sensor.loose")).toBeNull();
    expect(suggest("sensor.gone")).toBeNull();
  });
});
