import { define } from "./define";
import { KINDS } from "./kinds";
import { registerCard, registerStrategy } from "./register";
import { TrophiesStrategy } from "./strategy-stub";
import { StatusStub, stubOf } from "./stub";
import type { CardName } from "./texts/shape";

for (const name of Object.keys(KINDS) as CardName[]) {
  registerCard(name, stubOf(name, KINDS[name]));
}
define("psn-trophies-status-card", StatusStub);
registerStrategy("psn-trophies", TrophiesStrategy);
