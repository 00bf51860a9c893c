/** How many trophies the card of the latest shows where nothing else is set, and at most. */
export const DEFAULT_COUNT = 5;
export const MAX_COUNT = 50;
/** The years that can be chosen. */
export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2200;
