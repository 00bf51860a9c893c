import { texts } from "./en";
import { keysOf } from "./pack";

/** What all languages have their texts under; the build writes it out. */
export const KEYS = keysOf(texts);
