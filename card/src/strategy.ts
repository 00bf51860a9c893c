import { accounts } from "./card";
import { DOMAIN } from "./contract";
import type { Hass } from "./hass";
import { pageTexts, textsFor, type Texts } from "./texts";

const ICON = "mdi:trophy";
/** Of 12 columns of a section. */
const HALF = 6;
const WHOLE = 12;
/** How many sections stand beside each other where there is room. */
const COLUMNS = 3;

/** The sensors shown as tiles, in this order. */
const TILES = [
  "trophies_today",
  "trophies_this_week",
  "trophies_this_month",
  "streak",
  "best_streak",
  "games_completed",
  "average_completion",
];

export interface StrategyConfig {
  /** The accounts to show, in this order; all where there are none. */
  device_ids?: string[];
}

type Home = Pick<Hass, "entities" | "devices" | "language">;
type Card = { type: string } & Record<string, unknown>;

interface Section {
  type: "grid";
  column_span?: number;
  cards: Card[];
}

interface View {
  type: "sections";
  title: string;
  path: string;
  icon?: string;
  max_columns: number;
  dense_section_placement: boolean;
  sections: Section[];
}

/** A dashboard with all there is to see of each account. */
export class TrophiesStrategy extends HTMLElement {
  /** Made anew when one of these changes: when an account or an entity comes or goes. */
  static readonly registryDependencies = ["entities", "devices"];
  static readonly noEditor = true;

  static getCreateSuggestions(hass: Pick<Hass, "language">): {
    title: string;
    icon: string;
  } {
    return { title: textsFor(hass.language).strategy.title, icon: ICON };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as it is called
  static async generate(
    config: StrategyConfig,
    hass: Home,
  ): Promise<{ views: View[] }> {
    checkConfig(config);
    const texts = textsFor(hass.language);
    const found = chosenAccounts(config, hass);
    if (!found.length) return { views: [emptyView(texts)] };
    return {
      views: found.map((id) => {
        const isOnly = found.length === 1;
        return {
          ...frame(isOnly ? texts.strategy.title : nameOf(hass, id), id),
          sections: accountSections(id, hass, texts),
        };
      }),
    };
  }
}

function checkConfig({ device_ids: ids }: { device_ids?: unknown }): void {
  if (ids === undefined) return;
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string")) {
    throw new Error(pageTexts().config.deviceIds);
  }
}

/** Return the accounts to show; one that was removed since is left out. */
function chosenAccounts(config: StrategyConfig, hass: Home): string[] {
  const known = accounts(hass);
  if (config.device_ids?.length) {
    return [...new Set(config.device_ids)].filter((id) => known.includes(id));
  }
  return known.sort((one, other) =>
    nameOf(hass, one).localeCompare(nameOf(hass, other), hass.language),
  );
}

function nameOf(hass: Home, id: string): string {
  const device = hass.devices[id];
  return device?.name_by_user || device?.name || id;
}

function frame(title: string, path: string): Omit<View, "sections"> {
  return {
    type: "sections",
    title,
    path,
    max_columns: COLUMNS,
    dense_section_placement: true,
  };
}

function emptyView({ strategy }: Texts): View {
  const { title, noAccount } = strategy;
  return {
    ...frame(title, "trophies"),
    sections: [
      { type: "grid", cards: [{ type: "markdown", content: noAccount }] },
    ],
  };
}

function accountSections(id: string, hass: Home, texts: Texts): Section[] {
  const { strategy } = texts;
  const entity = entitiesOf(hass, id);
  const calendar = entity("calendar", "trophy_log");
  const todo = entity("todo", "missing_trophies");
  const closest = entity("sensor", "closest_platinum");
  // The heading above a card says it all.
  const card = (name: keyof Texts["cards"], config: object = {}): Card => ({
    type: `custom:psn-trophies-${name}-card`,
    device_id: id,
    title: "",
    ...config,
  });
  return [
    section(heading(strategy.profile, "mdi:account-star"), [
      card("profile"),
      ...tiles(
        strategy.now,
        TILES.map((key) => entity("sensor", key)),
      ),
    ]),
    section(heading(texts.latestTitle, ICON), [card("latest", { count: 7 })]),
    section(heading(strategy.games, "mdi:gamepad-variant"), [card("games")]),
    section(
      heading(strategy.year, "mdi:calendar-star"),
      [card("heatmap")],
      COLUMNS,
    ),
    section(heading(strategy.rarest, "mdi:diamond-stone"), [
      card("latest", { sort: "rarest" }),
    ]),
    section(heading(texts.sorts.closest_platinum, "mdi:bullseye-arrow"), [
      ...(closest ? [tile(closest, WHOLE)] : []),
      ...(todo
        ? [
            heading(strategy.missing, "mdi:format-list-checks", "subtitle"),
            { type: "todo-list", entity: todo, hide_create: true },
          ]
        : []),
    ]),
    section(heading(strategy.log, "mdi:calendar"), [
      ...(calendar
        ? [{ type: "calendar", entities: [calendar], initial_view: "listWeek" }]
        : []),
    ]),
  ].flat();
}

/** Return a section, or nothing where it would only have a heading. */
function section(title: Card, cards: Card[], span = 1): Section[] {
  return cards.length
    ? [{ type: "grid", column_span: span, cards: [title, ...cards] }]
    : [];
}

function heading(
  text: string,
  icon: string,
  style: "title" | "subtitle" = "title",
): Card {
  return { type: "heading", heading: text, heading_style: style, icon };
}

/** Return tiles two in a row, the last of an odd number over the whole row. */
function tiles(title: string, found: (string | undefined)[]): Card[] {
  const ids = found.filter((id) => id !== undefined);
  if (!ids.length) return [];
  const isWhole = (index: number) =>
    index === ids.length - 1 && ids.length % 2 === 1;
  return [
    heading(title, "mdi:flash", "subtitle"),
    ...ids.map((id, index) => tile(id, isWhole(index) ? WHOLE : HALF)),
  ];
}

function tile(entity: string, columns: number): Card {
  return {
    type: "tile",
    entity,
    name: { type: "entity" },
    grid_options: { columns },
  };
}

/** Return how to find an entity of an account that is there to be seen. */
function entitiesOf(
  hass: Home,
  id: string,
): (domain: string, key: string) => string | undefined {
  const shown = Object.values(hass.entities).filter(
    (entity) =>
      entity.platform === DOMAIN && entity.device_id === id && !entity.hidden,
  );
  return (domain, key) =>
    shown.find(
      (entity) =>
        entity.translation_key === key &&
        entity.entity_id.startsWith(`${domain}.`),
    )?.entity_id;
}
