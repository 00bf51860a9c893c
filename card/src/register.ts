import { DOMAIN } from "./contract";
import { define } from "./define";
import type { Hass } from "./hass";
import { earlyTexts } from "./texts/languages";
import type { CardName } from "./texts/shape";

export const DOCUMENTATION =
  "https://github.com/psn-trophies/home-assistant-psn-trophies";

interface PickedCard {
  type: string;
  readonly name: string;
  readonly description: string;
  preview: boolean;
  documentationURL: string;
  getEntitySuggestion(hass: Hass, entityId: string): { config: object } | null;
}

interface PickedStrategy {
  type: string;
  strategyType: "dashboard";
  readonly name: string;
  readonly description: string;
  documentationURL: string;
}

declare global {
  interface Window {
    customCards?: PickedCard[];
    customStrategies?: PickedStrategy[];
  }
}

/** Offer a card in the card picker, in the language the page then has. */
export function registerCard(
  key: CardName,
  element: CustomElementConstructor,
): void {
  const type = `psn-trophies-${key}-card`;
  define(type, element);
  const cards = (window.customCards ??= []);
  if (cards.some((card) => card.type === type)) return;
  cards.push({
    type,
    get name() {
      return earlyTexts().cards[key].name;
    },
    get description() {
      return earlyTexts().cards[key].description;
    },
    preview: true,
    documentationURL: DOCUMENTATION,
    getEntitySuggestion: (hass, entityId) => {
      const entity = hass.entities[entityId];
      return entity?.platform === DOMAIN && entity.device_id
        ? { config: { type: `custom:${type}`, device_id: entity.device_id } }
        : null;
    },
  });
}

/** Offer a dashboard strategy in the dialog that makes a new dashboard. */
export function registerStrategy(
  type: string,
  element: CustomElementConstructor,
): void {
  define(`ll-strategy-dashboard-${type}`, element);
  const strategies = (window.customStrategies ??= []);
  if (strategies.some((strategy) => strategy.type === type)) return;
  strategies.push({
    type,
    strategyType: "dashboard",
    get name() {
      return earlyTexts().strategy.name;
    },
    get description() {
      return earlyTexts().strategy.description;
    },
    documentationURL: DOCUMENTATION,
  });
}
