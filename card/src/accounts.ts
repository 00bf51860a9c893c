import { DOMAIN } from "./contract";
import type { Hass } from "./hass";

/** Return the accounts that the frontend knows, as ids of their devices. */
export function accounts(hass: Pick<Hass, "entities">): string[] {
  const found = new Set<string>();
  for (const entity of Object.values(hass.entities)) {
    if (entity.platform === DOMAIN && entity.device_id)
      found.add(entity.device_id);
  }
  return [...found];
}

/** Return the settings a new card begins with: the account only where one must choose. */
export function stubConfig(hass: Pick<Hass, "entities">): {
  device_id?: string;
} {
  const [first, ...others] = accounts(hass);
  return first && others.length ? { device_id: first } : {};
}
