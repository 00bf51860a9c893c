/**
 * What the integration and the cards have agreed on.
 *
 * A test compares every name here with the Python side.
 */

export const DOMAIN = "psn_trophies";
export const COMMAND_READ = "psn_trophies/read";
export const COMMAND_SUBSCRIBE = "psn_trophies/subscribe";

export const VIEWS = [
  "profile",
  "trophies",
  "titles",
  "days",
  "title",
] as const;
export const GRADES = ["bronze", "silver", "gold", "platinum"] as const;
export const PLATFORMS = ["PS3", "PS4", "PS5", "PSVITA", "PSPC"] as const;
export const RARITIES = ["ultra_rare", "very_rare", "rare", "common"] as const;
export const TITLE_SORTS = [
  "recent",
  "progress",
  "closest_platinum",
  "rarest",
  "what_next",
  "name",
] as const;
export const TITLE_STATUSES = [
  "started",
  "completed",
  "platinum_earned",
  "platinum_missing",
] as const;
export const TROPHY_SORTS = ["recent", "rarest"] as const;
/** Why what is shown may be old. */
export const PROBLEMS = ["login", "unreachable", "paused"] as const;
export const ERRORS = [
  "no_account",
  "account_not_found",
  "account_not_loaded",
  "title_not_found",
  "login_refused",
  "budget_spent",
  "rate_limited",
  "access_denied",
  "service_unreachable",
  "unexpected_answer",
] as const;

/** What the platforms are called, everywhere alike. */
export const PLATFORM_NAMES: Readonly<
  Record<(typeof PLATFORMS)[number], string>
> = { PS3: "PS3", PS4: "PS4", PS5: "PS5", PSVITA: "PS Vita", PSPC: "PC" };

export type View = (typeof VIEWS)[number];
export type Grade = (typeof GRADES)[number];
export type Platform = (typeof PLATFORMS)[number];
export type Rarity = (typeof RARITIES)[number];
export type TitleSort = (typeof TITLE_SORTS)[number];
export type TitleStatus = (typeof TITLE_STATUSES)[number];
export type TrophySort = (typeof TROPHY_SORTS)[number];
export type Problem = (typeof PROBLEMS)[number];
export type ErrorCode = (typeof ERRORS)[number];

export interface Counts {
  bronze: number;
  silver: number;
  gold: number;
  platinum: number;
}

/** Whose view it is; `library_progress` in percent. */
export interface Account {
  device_id: string;
  name: string;
  library_progress: number;
  /** About how long the rest takes. */
  library_minutes_left: number;
  up_to_date: boolean;
  problem: Problem | null;
  /** What the cards are known by that belong to the integration. */
  cards_version: string;
}

export interface Profile {
  avatar_url: string | null;
  level: number;
  /** In percent. */
  level_progress: number;
  /** 1–10. */
  tier: number;
  tier_grade: Grade;
  points: number;
  points_to_next_level: number | null;
  earned: Counts;
}

export interface EarnedTrophyView {
  trophy_id: number;
  trophy_name: string;
  trophy_detail: string;
  grade: string;
  rarity: Rarity | null;
  /** In percent. */
  earned_rate: number | null;
  hidden: boolean;
  title_id: string;
  title_name: string;
  platform: string;
  group: string;
  icon_url: string | null;
  title_icon_url: string | null;
  title_progress: number;
  earned_at: string | null;
}

export interface NewTrophy extends EarnedTrophyView {
  late: boolean;
}

export interface TrophyList {
  trophies: EarnedTrophyView[];
}

export interface Title {
  title_id: string;
  title_name: string;
  /** One or more, parted by commas. */
  platform: string;
  /** In percent. */
  progress: number;
  earned: Counts;
  defined: Counts;
  icon_url: string | null;
  last_update: string;
}

export interface ListedTitle extends Title {
  base_game_progress: number;
  rarest_rate: number | null;
  /** What lacks to the platinum or to 100 percent, where that is known. */
  missing: number | null;
  hardest_rate: number | null;
}

export interface TitlePage {
  total: number;
  platforms: Platform[];
  titles: ListedTitle[];
}

export interface TitleTrophyView {
  trophy_id: number;
  /** Empty for a secret trophy that is not earned. */
  trophy_name: string;
  trophy_detail: string;
  grade: string;
  hidden: boolean;
  group: string;
  icon_url: string | null;
  rarity: Rarity | null;
  earned_rate: number | null;
  earned: boolean;
  earned_at: string | null;
  progress: number | null;
  progress_target: number | null;
}

export interface TrophyGroup {
  group_id: string;
  /** Empty where Sony has none. */
  group_name: string;
  trophies: TitleTrophyView[];
}

export interface TitleDetailsView extends Title {
  groups: TrophyGroup[];
}

export interface DayList {
  year: number;
  first_year: number;
  /** In the home's time zone, as all days here. */
  today: string;
  /** By date: how many trophies of each grade. */
  days: Record<string, Partial<Record<string, number>>>;
}

/** What is asked for; a subscription sends it again whenever it changes. */
export interface Request {
  view: View;
  device_id?: string;
  sort?: TitleSort | TrophySort;
  offset?: number;
  limit?: number;
  grade?: Grade[];
  platform?: Platform[];
  status?: TitleStatus;
  search?: string;
  year?: number;
  title_id?: string;
}

export interface Answer<T> {
  account: Account;
  data: T;
}

/** What a subscription sends: a view with what was just earned, or why there is none. */
export type Update<T> = (Answer<T> & { news: NewTrophy[] }) | { error: string };

export const BASE_GROUP = "default";

/** Return a grade the cards know; one that Sony invents later looks like bronze. */
export function knownGrade(grade: string): Grade {
  return GRADES.find((known) => known === grade) ?? "bronze";
}
