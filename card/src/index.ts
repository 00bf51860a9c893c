import { KINDS } from "./kinds";
import { registerCard, registerStrategy } from "./register";
import { TrophiesStrategy } from "./strategy-stub";
import { stubOf } from "./stub";
import type { CardName } from "./texts/shape";

for (const name of Object.keys(KINDS) as CardName[]) {
  registerCard(name, stubOf(name, KINDS[name]));
}
registerStrategy("psn-trophies", TrophiesStrategy);
