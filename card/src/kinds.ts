import {
  GRADES,
  PLATFORMS,
  PLATFORM_NAMES,
  TITLE_SORTS,
  TITLE_STATUSES,
  TROPHY_SORTS,
} from "./contract";
import {
  checkChoice,
  checkNumber,
  checkYesOrNo,
  choice,
  numberField,
} from "./form";
import type { FormField, GridOptions } from "./hass";
import { DEFAULT_COUNT, FIRST_YEAR, LAST_YEAR, MAX_COUNT } from "./limits";
import type { CardName, Texts } from "./texts/shape";

const COUNTS = [1, MAX_COUNT] as const;
const YEARS = [FIRST_YEAR, LAST_YEAR] as const;

type Settings = Readonly<Record<string, unknown>>;

/** What is known of a card without its code. */
export interface CardKind {
  /** Throw an Error with what is wrong in the settings, beside account and title. */
  check(config: Settings): void;
  /** The fields of its form beside account and title. */
  fields(texts: Texts): FormField[];
  /** How high it is in masonry layouts: 1 is 50 pixels. */
  size(config: Settings | undefined): number;
  grid: GridOptions;
  /** Fetch the code, which defines `psn-trophies-…`. */
  load(): Promise<unknown>;
}

export const KINDS: Record<CardName, CardKind> = {
  profile: {
    check: () => undefined,
    fields: () => [],
    size: () => 5,
    grid: { columns: 12, rows: "auto", min_columns: 6, min_rows: 2 },
    load: () => import("./profile-card"),
  },
  latest: {
    check(config) {
      checkNumber(config, "count", COUNTS);
      checkChoice(config, "sort", TROPHY_SORTS);
      checkChoice(config, "grade", GRADES);
    },
    fields: (texts) => [
      { ...numberField("count", COUNTS), default: DEFAULT_COUNT },
      choice("sort", texts.trophySorts, { unset: texts.trophySorts.recent }),
      choice("grade", texts.grades, { multiple: true, unset: texts.form.all }),
    ],
    size: (config) =>
      1 + Math.ceil(Number(config?.["count"] ?? DEFAULT_COUNT) * 1.3),
    grid: { columns: 12, rows: "auto", min_columns: 6, min_rows: 2 },
    load: () => import("./latest-card"),
  },
  games: {
    check(config) {
      checkChoice(config, "sort", TITLE_SORTS);
      checkChoice(config, "status", TITLE_STATUSES);
      checkChoice(config, "platform", PLATFORMS);
      checkYesOrNo(config, "show_controls");
    },
    fields: (texts) => [
      choice("sort", texts.sorts, { unset: texts.sorts.recent }),
      choice("status", texts.statuses, { unset: texts.allGames }),
      choice("platform", PLATFORM_NAMES, {
        multiple: true,
        unset: texts.allPlatforms,
      }),
      { name: "show_controls", default: true, selector: { boolean: {} } },
    ],
    size: () => 13,
    grid: { columns: 12, rows: 8, min_columns: 6, min_rows: 5 },
    load: () => import("./games-card"),
  },
  heatmap: {
    check: (config) => checkNumber(config, "year", YEARS),
    fields: () => [numberField("year", YEARS)],
    size: () => 6,
    grid: { columns: "full", rows: "auto", min_columns: 6, min_rows: 4 },
    load: () => import("./heatmap-card"),
  },
};

/** The line in which a dashboard says what its cards would say; nobody has to place it. */
export const STATUS: CardKind = {
  check: () => undefined,
  fields: () => [],
  size: () => 1,
  grid: { columns: "full", rows: "auto" },
  load: KINDS.profile.load,
};
