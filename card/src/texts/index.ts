import type {
  ErrorCode,
  Grade,
  Platform,
  Rarity,
  TitleSort,
  TitleStatus,
  TrophySort,
} from "../contract";
import { de } from "./de";
import { en } from "./en";

interface Named {
  name: string;
  description: string;
}

/** Everything the cards say. A new language is one more file that fills this in. */
export interface Texts {
  cards: Record<"profile" | "latest" | "games" | "heatmap", Named>;
  strategy: Named &
    Record<
      | "title"
      | "noAccount"
      | "profile"
      | "games"
      | "year"
      | "now"
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
    | "grade_help"
    | "status"
    | "platform"
    | "show_controls"
    | "year"
    | "year_help",
    string
  >;
  errors: Record<ErrorCode | "unknown", string>;
  config: {
    count: string;
    year: string;
    deviceIds: string;
    choice(name: string, choices: string): string;
    text(name: string): string;
    yesOrNo(name: string): string;
  };
  grades: Record<Grade, string>;
  rarities: Record<Rarity, string>;
  sorts: Record<TitleSort, string>;
  trophySorts: Record<TrophySort, string>;
  statuses: Record<TitleStatus, string>;
  platforms: Record<Platform, string>;
  loading: string;
  retry: string;
  close: string;
  notUpToDate: string;
  libraryProgress(percent: string): string;
  level: string;
  tier(tier: number, grade: string): string;
  levelProgress: string;
  pointsToNext(points: string, level: string): string;
  highestLevel: string;
  points(points: string): string;
  trophies(count: number, formatted: string): string;
  latestTitle: string;
  rarestTitle: string;
  noTrophies: string;
  noTrophiesOfGrade: string;
  earnRate(rate: string): string;
  earnedAt: string;
  game: string;
  rarity: string;
  progress: string;
  platform: string;
  grade: string;
  secretName: string;
  secretDetail: string;
  gamesTitle: string;
  games(count: number, formatted: string): string;
  searchGames: string;
  sortBy: string;
  show: string;
  allGames: string;
  allPlatforms: string;
  noGames: string;
  noGamesFound: string;
  clearFilters: string;
  baseGame: string;
  addOn(number: number): string;
  earnedOf(earned: string, defined: string): string;
  notEarned: string;
  allTrophies: string;
  missingTrophies: string;
  nothingMissing: string;
  yearTitle: string;
  previousYear: string;
  nextYear: string;
  noTrophyOn(day: string): string;
  trophiesOn(day: string, trophies: string): string;
  noTrophiesInYear: string;
  trophyDays(count: number, formatted: string): string;
  bestDay(day: string, trophies: string): string;
  platinumEarned: string;
}

const LANGUAGES: Record<string, Texts> = { en, de };

/** Return the texts of a language (`de`, `de-CH`, …); English where there are none. */
export function textsFor(language: string): Texts {
  return LANGUAGES[language] ?? LANGUAGES[language.split("-")[0] ?? ""] ?? en;
}

/** Return the texts of the language the page is in, for what has no `hass` at hand. */
export function pageTexts(): Texts {
  return textsFor(document.documentElement.lang || navigator.language);
}
