import { describe, expect, it } from "vitest";
import { mockHass } from "../test/mock-hass";
import type { Entity } from "./hass";
import type { dashboard, StrategyConfig } from "./strategy";
import { TrophiesStrategy } from "./strategy-stub";

const SENSORS = [
  "trophies_today",
  "trophies_this_week",
  "trophies_this_month",
  "streak",
  "best_streak",
  "games_completed",
];

function entity(device: string, domain: string, key: string): Entity {
  return {
    entity_id: `${domain}.${device}_${key}`,
    device_id: device,
    platform: "psn_trophies",
    translation_key: key,
  };
}

/** A home with these accounts, by device id. */
function home(
  names: Record<string, string>,
  change: (entity: Entity) => Entity | undefined = (one) => one,
) {
  const ids = Object.keys(names);
  const entities = ids
    .flatMap((id) => [
      ...SENSORS.map((key) => entity(id, "sensor", key)),
      entity(id, "calendar", "trophy_log"),
      entity(id, "todo", "missing_trophies"),
      entity(id, "image", "latest_game"),
    ])
    .flatMap((one) => change(one) ?? []);
  return mockHass(
    {},
    {
      entities: Object.fromEntries(entities.map((one) => [one.entity_id, one])),
      devices: Object.fromEntries(
        ids.map((id) => [id, { id, name: names[id] }]),
      ),
    },
  );
}

const generate = (config: object, hass: ReturnType<typeof home>) =>
  TrophiesStrategy.generate(config, hass) as ReturnType<typeof dashboard>;

const cards = ({ views }: Awaited<ReturnType<typeof dashboard>>) =>
  views.flatMap((view) => view.sections.flatMap((section) => section.cards));

describe("the dashboard", () => {
  it("says what to do where there is no account", async () => {
    const { views } = await generate({}, home({}));
    expect(views).toHaveLength(1);
    const [card, ...others] = cards({ views });
    expect(card?.type).toBe("markdown");
    expect(card?.["content"]).toContain("Add your PlayStation account");
    expect(others).toEqual([]);
  });

  it("has one view for one account", async () => {
    const { views } = await generate({}, home({ one: "Ada" }));
    expect(views).toMatchObject([
      { title: "Trophies", path: "ada", type: "sections" },
    ]);
    expect(cards({ views }).map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        "custom:psn-trophies-profile-card",
        "custom:psn-trophies-latest-card",
        "custom:psn-trophies-games-card",
        "custom:psn-trophies-heatmap-card",
        "tile",
        "calendar",
        "todo-list",
      ]),
    );
  });

  it("gives the year all the width", async () => {
    const { views } = await generate({}, home({ one: "Ada" }));
    const year = views[0]!.sections.find(({ cards: [, card] }) =>
      card?.type.includes("heatmap"),
    );
    expect(year?.column_span).toBe(views[0]!.max_columns);
  });

  it("has a view an account, sorted by name, each with its own", async () => {
    const hass = home({ one: "zoe", two: "Ada", three: "Émile" });
    hass.devices["one"] = { id: "one", name: "zoe", name_by_user: "Bob" };
    const { views } = await generate({}, hass);
    expect(views.map(({ title, path }) => [title, path])).toEqual([
      ["Ada", "ada"],
      ["Bob", "bob"],
      ["Émile", "emile"],
    ]);
    const ids = ["two", "one", "three"];
    for (const [index, { sections }] of views.entries()) {
      const own = sections.flatMap((section) => section.cards);
      for (const card of own) {
        const of = card["device_id"] ?? card["entity"] ?? card["entities"];
        if (card.type !== "heading") expect(String(of)).toContain(ids[index]);
      }
    }
  });

  it("has an address of its own for each, also for names that make none", async () => {
    const hass = home({
      one: "Lantern_Keeper",
      two: "LANTERN keeper",
      x3: "灯",
      x4: "42",
    });
    const device_ids = ["one", "two", "x3", "x4"];
    const { views } = await generate({ device_ids }, hass);
    expect(views.map(({ path }) => path)).toEqual([
      "lantern_keeper",
      "lantern_keeper_2",
      "x3",
      "x4",
    ]);
  });

  it("shows the accounts that were chosen, in that order", async () => {
    const hass = home({ one: "Ada", two: "Bob", three: "Cleo" });
    const device_ids = ["three", "gone", "one", "three"];
    const { views } = await generate({ device_ids }, hass);
    expect(views.map(({ path }) => path)).toEqual(["cleo", "ada"]);
  });

  it("says what to do where the chosen accounts are gone", async () => {
    const found = await generate({ device_ids: ["gone"] }, home({ one: "A" }));
    expect(cards(found)).toMatchObject([{ type: "markdown" }]);
  });

  it.each(["one", [1], [null], {}, null])(
    "refuses the accounts %j",
    async (device_ids) => {
      const config = { device_ids } as unknown as StrategyConfig;
      await expect(generate(config, home({ one: "Ada" }))).rejects.toThrow(
        "device_ids",
      );
    },
  );

  it("leaves out what is hidden or not there", async () => {
    const hass = home({ one: "Ada" }, (found) =>
      found.translation_key === "streak"
        ? { ...found, hidden: true }
        : found.entity_id.startsWith("calendar")
          ? undefined
          : found,
    );
    const found = cards(await generate({}, hass));
    const entities = found.map((card) => card["entity"]);
    expect(entities).not.toContain("sensor.one_streak");
    expect(entities).toContain("sensor.one_best_streak");
    expect(found.map(({ type }) => type)).not.toContain("calendar");
  });

  it("needs no entity but the one that tells of the account", async () => {
    const hass = home({ one: "Ada" }, (found) =>
      found.entity_id.startsWith("image") ? found : undefined,
    );
    const { views } = await generate({}, hass);
    const sections = views[0]!.sections.map((section) =>
      section.cards.map(({ type }) => type.replace("custom:psn-trophies-", "")),
    );
    expect(sections).toEqual([
      ["heading", "profile-card"],
      ["heading", "latest-card"],
      ["heading", "games-card"],
      ["heading", "heatmap-card"],
      ["heading", "latest-card"],
      ["heading", "games-card"],
    ]);
  });

  it("takes no entity of another domain or integration", async () => {
    const hass = home({ one: "Ada" }, (found) =>
      found.translation_key === "streak"
        ? { ...found, platform: "other" }
        : found,
    );
    const found = cards(await generate({}, hass));
    expect(found.map((card) => card["entity"])).not.toContain(
      "sensor.one_streak",
    );
  });

  it("shows what is next, and nothing to choose there", async () => {
    const games = cards(await generate({}, home({ one: "Ada" }))).filter(
      ({ type }) => type === "custom:psn-trophies-games-card",
    );
    expect(games).toMatchObject([
      { device_id: "one" },
      {
        device_id: "one",
        sort: "what_next",
        status: "platinum_missing",
        show_controls: false,
      },
    ]);
  });

  it("gives tiles names that fit", async () => {
    const found = cards(await generate({}, home({ one: "Ada" })));
    expect(
      found.filter(({ type }) => type === "tile").map((card) => card["name"]),
    ).toEqual([
      "Today",
      "This week",
      "This month",
      "Streak",
      "Best streak",
      "Completed",
    ]);
  });

  /** A home whose recorder has these statistics. */
  function recorded(known: string[], entries: Record<string, string> = {}) {
    const hass = home({ one: "Ada", two: "Bob" });
    for (const device of Object.values(hass.devices))
      device.config_entry_id = entries[device.id] ?? null;
    const asked: object[] = [];
    hass.connection.sendMessagePromise = <T>(message: object) => {
      asked.push(message);
      return Promise.resolve(
        known.map((statistic_id) => ({ statistic_id })) as T,
      );
    };
    return { hass, asked };
  }

  const graphs = (found: ReturnType<typeof cards>) =>
    found.filter(({ type }) => type === "statistics-graph");

  it("draws the career of each account that the recorder has", async () => {
    const { hass, asked } = recorded(
      ["psn_trophies:01ab_points", "psn_trophies:01ab_trophies"],
      { one: "01AB", two: "02CD" },
    );
    const { views } = await generate({}, hass);
    expect(asked).toEqual([
      {
        type: "recorder/get_statistics_metadata",
        statistic_ids: [
          "psn_trophies:01ab_points",
          "psn_trophies:01ab_trophies",
          "psn_trophies:02cd_points",
          "psn_trophies:02cd_trophies",
        ],
      },
    ]);
    const [ada, bob] = views.map((view) => graphs(cards({ views: [view] })));
    expect(ada).toMatchObject([
      {
        entities: ["psn_trophies:01ab_points"],
        period: "month",
        stat_types: "state",
      },
      {
        entities: ["psn_trophies:01ab_trophies"],
        period: "month",
        stat_types: "change",
        chart_type: "bar",
        title: "Trophies a month",
      },
    ]);
    expect(bob).toEqual([]);
    const section = views[0]!.sections.find(
      (one) => graphs(one.cards).length > 0,
    );
    expect(section?.cards[0]).toMatchObject({
      type: "heading",
      heading: "All years",
    });
  });

  it("draws no career where there are no statistics", async () => {
    const { hass } = recorded([], { one: "01AB" });
    expect(graphs(cards(await generate({}, hass)))).toEqual([]);
    const without = home({ one: "Ada" });
    without.connection.fail("unknown_command");
    expect(graphs(cards(await generate({}, without)))).toEqual([]);
  });

  it("lets what stands beside each other end on one line", async () => {
    const { views } = await generate({}, home({ one: "One" }));
    const high = (section: { cards: Record<string, unknown>[] }) =>
      section.cards.reduce((sum, { grid_options }) => {
        const { columns, rows } = (grid_options ?? {}) as {
          columns?: number | "full";
          rows?: number;
        };
        const wide = typeof columns === "number" ? columns : 12;
        return sum + ((rows ?? 0) * wide) / 12;
      }, 0);
    const [first, second, third] = views[0]!.sections.map(high);
    expect(first).toBe(9);
    expect([second, third]).toEqual([first, first]);
    // The year is as high as it wants.
    const [, ...below] = views[0]!.sections.slice(3).map(high);
    expect(new Set(below)).toEqual(new Set([8]));
  });

  it.each([
    ["no graph", [], 3],
    ["one graph", ["psn_trophies:01ab_points"], 2],
    ["two", ["psn_trophies:01ab_points", "psn_trophies:01ab_trophies"], 2],
  ])("fills the last row of sections with %s", async (_, known, span) => {
    const { hass } = recorded(known, { one: "01AB" });
    const { views } = await generate({}, hass);
    const spans = views[0]!.sections.map(({ column_span = 1 }) => column_span);
    expect(spans.reduce((sum, one) => sum + one, 0) % 3).toBe(0);
    expect(spans[spans.length - 1]).toBe(span);
  });

  it("has one line for all there is to say", async () => {
    const { views } = await generate({}, home({ one: "One", two: "Two" }));
    expect(views.map(({ footer }) => footer?.card)).toEqual([
      { type: "custom:psn-trophies-status-card", device_id: "one" },
      { type: "custom:psn-trophies-status-card", device_id: "two" },
    ]);
  });

  it("leaves no hole beside its tiles", async () => {
    const columns = (found: ReturnType<typeof cards>) =>
      found
        .filter(({ type }) => type === "tile")
        .map((card) => (card["grid_options"] as { columns: number }).columns);
    const even = cards(await generate({}, home({ one: "Ada" })));
    expect(columns(even)).toEqual([6, 6, 6, 6, 6, 6]);
    const odd = home({ one: "Ada" }, (one) =>
      one.translation_key === "streak" ? undefined : one,
    );
    expect(columns(cards(await generate({}, odd)))).toEqual([6, 6, 6, 6, 12]);
  });
});

describe("the strategy", () => {
  it("proposes a title and an icon in the language of the reader", () => {
    expect(TrophiesStrategy.getCreateSuggestions({ language: "de" })).toEqual({
      title: "Trophäen",
      icon: "mdi:trophy",
    });
  });

  it("is asked again when accounts come and go, and has no editor", () => {
    expect(TrophiesStrategy.registryDependencies).toEqual([
      "entities",
      "devices",
    ]);
    expect(TrophiesStrategy.noEditor).toBe(true);
  });
});
