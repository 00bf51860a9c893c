import { accounts } from "./accounts";
import { DOMAIN } from "./contract";
import { wrong } from "./form";
import type { Hass } from "./hass";
import type { StrategyConfig } from "./strategy";
import { earlyTexts, loadTexts } from "./texts/languages";

const ICON = "mdi:trophy";

/** The dashboard as every page knows it; what makes it comes when one is opened. */
export class TrophiesStrategy extends HTMLElement {
  /** Made anew when one of these changes: when an account or an entity comes or goes. */
  static readonly registryDependencies = ["entities", "devices"];
  static readonly noEditor = true;

  static getCreateSuggestions(hass: Pick<Hass, "language">): {
    title: string;
    icon: string;
  } {
    return { title: earlyTexts(hass.language).strategy.title, icon: ICON };
  }

  static async generate(
    config: StrategyConfig,
    hass: Pick<Hass, "connection" | "entities" | "devices" | "language">,
  ): Promise<object> {
    checkConfig(config);
    const { connection, entities, devices, language } = hass;
    const [{ dashboard }, texts] = await Promise.all([
      import("./strategy"),
      loadTexts(language),
    ]);
    const home = {
      connection,
      entities,
      devices,
      language,
      domain: DOMAIN,
      accounts: accounts(hass),
    };
    return dashboard(config, home, texts, earlyTexts(language).strategy);
  }
}

function checkConfig({ device_ids: ids }: { device_ids?: unknown }): void {
  if (ids === undefined) return;
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string"))
    throw wrong("deviceIds");
}
