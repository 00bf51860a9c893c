import type { Hass } from "./hass";
import type { CardName, Early, Texts } from "./texts/shape";

const ICON = "mdi:trophy";
/** Of 12 columns of a section. */
const HALF = 6;
const WHOLE = 12;
/** How high the profile is, and what stands beside each other further down. */
const PROFILE_ROWS = 6;
const LIST_ROWS = 8;
/** More trophies than there is room for: the rest is scrolled to. */
const MANY = 20;
/** How many sections stand beside each other where there is room. */
const COLUMNS = 3;

/** As many days as there can be: graphs begin with the first trophy. */
const EVER = 9999;

/** The sensors shown as tiles, in this order; each has a short name in the texts. */
const TILES = [
  "trophies_today",
  "trophies_this_week",
  "trophies_this_month",
  "streak",
  "best_streak",
  "games_completed",
  "average_completion",
] as const;

export interface StrategyConfig {
  /** The accounts to show, in this order; all where there are none. */
  device_ids?: string[];
}

type Home = Pick<Hass, "connection" | "entities" | "devices" | "language"> & {
  /** What our entities and statistics are known by. */
  domain: string;
  /** The ids of all accounts, oldest first. */
  accounts: string[];
};
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
  footer?: { card: Card };
}

/** Make a dashboard with all there is to see of each account. */
export async function dashboard(
  config: StrategyConfig,
  hass: Home,
  texts: Texts,
  { title }: Early["strategy"],
): Promise<{ views: View[] }> {
  const found = chosenAccounts(config, hass);
  if (!found.length) return { views: [emptyView(title, texts)] };
  const statistics = await statisticsOf(found, hass);
  const paths = pathsOf(found, hass);
  return {
    views: found.map((id, index) => ({
      ...frame(
        found.length === 1 ? title : nameOf(hass, id),
        paths[index] ?? id,
      ),
      sections: accountSections(id, hass, texts, statistics[index] ?? []),
      // Where nothing moves when it comes and goes.
      footer: {
        card: { type: "custom:psn-trophies-status-card", device_id: id },
      },
    })),
  };
}

/** Return which figures of each account are in the statistics: none, or both. */
async function statisticsOf(found: string[], hass: Home): Promise<string[][]> {
  const ids = found.map((id) =>
    ["points", "trophies"].map(
      (figure) =>
        `${hass.domain}:${(hass.devices[id]?.config_entry_id ?? "").toLowerCase()}_${figure}`,
    ),
  );
  // Without a recorder nobody answers.
  const known = (await hass.connection
    .sendMessagePromise({
      type: "recorder/get_statistics_metadata",
      statistic_ids: ids.flat(),
    })
    .catch(() => [])) as { statistic_id: string }[];
  return ids.map((pair) =>
    pair.filter((id) => known.some((one) => one.statistic_id === id)),
  );
}

/** Return the accounts to show; one that was removed since is left out. */
function chosenAccounts(config: StrategyConfig, hass: Home): string[] {
  const known = hass.accounts;
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

/** Return an address for each account that can be read, such as `lantern_keeper`. */
function pathsOf(ids: string[], hass: Home): string[] {
  const paths: string[] = [];
  for (const id of ids) {
    const name = nameOf(hass, id)
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/[^a-z\d]+/g, "_")
      .replace(/^_|_$/g, "");
    // Home Assistant takes a mere number for the place of a view.
    const path = /[a-z]/.test(name) ? name : id;
    paths.push(paths.includes(path) ? `${path}_${paths.length + 1}` : path);
  }
  return paths;
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

function emptyView(title: string, { strategy }: Texts): View {
  const { noAccount } = strategy;
  return {
    ...frame(title, "trophies"),
    sections: [
      { type: "grid", cards: [{ type: "markdown", content: noAccount }] },
    ],
  };
}

function accountSections(
  id: string,
  hass: Home,
  texts: Texts,
  statistics: string[],
): Section[] {
  const { strategy } = texts;
  const entity = entitiesOf(hass, id);
  const calendar = entity("calendar", "trophy_log");
  const todo = entity("todo", "missing_trophies");
  // The heading above a card says it all.
  const card = (name: CardName, config: object = {}): Card => ({
    type: `custom:psn-trophies-${name}-card`,
    device_id: id,
    title: "",
    ...config,
  });
  const figures = TILES.flatMap((key) => {
    const sensor = entity("sensor", key);
    return sensor ? [{ sensor, name: texts.tiles[key] }] : [];
  });
  // What stands beside each other ends on one line.
  const topRows = PROFILE_ROWS + Math.ceil(figures.length / 2);
  const middle = [
    section(
      heading(strategy.allYears, "mdi:chart-line"),
      statistics.map((entity, index) => ({
        type: "statistics-graph",
        entities: [entity],
        period: "month",
        days_to_show: EVER,
        ...(index
          ? { title: strategy.monthly, chart_type: "bar", stat_types: "change" }
          : { stat_types: "state" }),
        grid_options: rows(LIST_ROWS / statistics.length),
      })),
    ),
    section(heading(strategy.rarest, "mdi:diamond-stone"), [
      card("latest", {
        sort: "rarest",
        count: MANY,
        grid_options: rows(LIST_ROWS),
      }),
    ]),
    section(heading(texts.sorts.what_next, "mdi:bullseye-arrow"), [
      card("games", {
        sort: "what_next",
        status: "platinum_missing",
        show_controls: false,
        grid_options: rows(LIST_ROWS),
      }),
    ]),
    section(
      heading(strategy.missing, "mdi:format-list-checks"),
      todo
        ? [
            {
              type: "todo-list",
              entity: todo,
              hide_create: true,
              grid_options: rows(LIST_ROWS),
            },
          ]
        : [],
    ),
  ].flat();
  return [
    section(heading(strategy.profile, "mdi:account-star"), [
      card("profile", { grid_options: rows(PROFILE_ROWS) }),
      ...tiles(figures),
    ]),
    section(heading(texts.latestTitle, ICON), [
      card("latest", { count: MANY, grid_options: rows(topRows) }),
    ]),
    section(heading(strategy.games, "mdi:gamepad-variant"), [
      card("games", { grid_options: rows(topRows) }),
    ]),
    section(
      heading(strategy.year, "mdi:calendar-star"),
      [card("heatmap")],
      COLUMNS,
    ),
    middle,
    section(
      heading(strategy.log, "mdi:calendar"),
      calendar
        ? [
            {
              type: "calendar",
              entities: [calendar],
              initial_view: "listWeek",
              grid_options: { columns: "full", rows: LIST_ROWS },
            },
          ]
        : [],
      // Beside the last of them, or over the whole width.
      COLUMNS - (middle.length % COLUMNS),
    ),
  ].flat();
}

const rows = (rows: number): object => ({ columns: WHOLE, rows });

/** Return a section, or nothing where it would only have a heading. */
function section(title: Card, cards: Card[], span = 1): Section[] {
  return cards.length
    ? [{ type: "grid", column_span: span, cards: [title, ...cards] }]
    : [];
}

const heading = (text: string, icon: string): Card => ({
  type: "heading",
  heading: text,
  heading_style: "title",
  icon,
});

/** Return tiles two in a row, the last of an odd number over the whole row. */
const tiles = (figures: { sensor: string; name: string }[]): Card[] =>
  figures.map(({ sensor, name }, index) => {
    const isWhole = index === figures.length - 1 && index % 2 === 0;
    return {
      type: "tile",
      entity: sensor,
      name,
      grid_options: { columns: isWhole ? WHOLE : HALF, rows: 1 },
    };
  });

/** Return how to find an entity of an account that is there to be seen. */
function entitiesOf(
  hass: Home,
  id: string,
): (domain: string, key: string) => string | undefined {
  const shown = Object.values(hass.entities).filter(
    (entity) =>
      entity.platform === hass.domain &&
      entity.device_id === id &&
      !entity.hidden,
  );
  return (domain, key) =>
    shown.find(
      (entity) =>
        entity.translation_key === key &&
        entity.entity_id.startsWith(`${domain}.`),
    )?.entity_id;
}
