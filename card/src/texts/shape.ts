import type {
  ErrorCode,
  Grade,
  Problem,
  Rarity,
  TitleSort,
  TitleStatus,
  TrophySort,
} from "../contract";

/** Forms of a text for numbers, by the language's own rules; each holds `{count}`. */
export type Plural = { other: string } & Partial<
  Record<"one" | "few" | "many", string>
>;

interface Named {
  name: string;
  description: string;
}

export type CardName = "profile" | "latest" | "games" | "heatmap";

/** What every page has at once, as it must be said before anything can be waited for. */
export interface Early {
  cards: Record<CardName, Named>;
  strategy: Named & { title: string };
  /** What is wrong with a setting. */
  config: Record<
    "number" | "deviceIds" | "choice" | "text" | "yesOrNo",
    string
  >;
  notLoaded: string;
  reload: string;
}

/** Everything else the cards say; read when a card or the dashboard is first shown. */
export interface Texts {
  /** What the rules of its plurals are known by. */
  language: string;
  strategy: Record<
    | "noAccount"
    | "profile"
    | "games"
    | "year"
    | "allYears"
    | "monthly"
    | "rarest"
    | "missing"
    | "log",
    string
  >;
  /** Short names of sensors, where their own are too long. */
  tiles: Record<
    | "trophies_today"
    | "trophies_this_week"
    | "trophies_this_month"
    | "streak"
    | "best_streak"
    | "games_completed"
    | "average_completion",
    string
  >;
  /** Labels of a card's settings; what ends in `_help` is written below one. */
  form: Record<
    | "device_id"
    | "device_id_help"
    | "title"
    | "count"
    | "sort"
    | "grade"
    | "unset"
    | "all"
    | "status"
    | "platform"
    | "show_controls"
    | "year"
    | "year_help",
    string
  >;
  errors: Record<ErrorCode | "unknown", string>;
  problems: Record<Problem, string>;
  grades: Record<Grade, string>;
  rarities: Record<Rarity, string>;
  sorts: Record<TitleSort, string>;
  trophySorts: Record<TrophySort, string>;
  statuses: Record<TitleStatus, string>;
  loading: string;
  retry: string;
  close: string;
  openAccount: string;
  oldCards: string;
  reload: string;
  libraryProgress: string;
  level: string;
  tier: string;
  levelProgress: string;
  pointsToNext: string;
  highestLevel: string;
  points: string;
  trophies: Plural;
  latestTitle: string;
  rarestTitle: string;
  noTrophies: string;
  noTrophiesOfGrade: string;
  earnRate: string;
  earnedAt: string;
  game: string;
  rarity: string;
  progress: string;
  platform: string;
  grade: string;
  secretName: string;
  secretDetail: string;
  gamesTitle: string;
  games: Plural;
  searchGames: string;
  filters: string;
  sortBy: string;
  show: string;
  allGames: string;
  allPlatforms: string;
  noGames: string;
  noGamesFound: string;
  allPlatinum: string;
  clearFilters: string;
  baseGame: string;
  addOn: string;
  earnedOf: string;
  notEarned: string;
  allTrophies: string;
  missingTrophies: string;
  nothingMissing: string;
  yearTitle: string;
  previousYear: string;
  nextYear: string;
  noTrophyOn: string;
  trophiesOn: string;
  noTrophiesInYear: string;
  trophyDays: Plural;
  bestDay: string;
  platinumEarned: string;
}
