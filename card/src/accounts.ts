import { DOMAIN } from "./contract";
import type { Hass } from "./hass";

/** What is known of a home by which its accounts are found. */
export type Accounts = Pick<Hass, "entities" | "devices">;

/** Return the accounts that the frontend knows, as ids of their devices, oldest first. */
export function accounts({ entities, devices }: Accounts): string[] {
  const found = new Set<string>();
  for (const entity of Object.values(entities)) {
    if (entity.platform === DOMAIN && entity.device_id)
      found.add(entity.device_id);
  }
  const age = (id: string) => devices[id]?.created_at ?? 0;
  return [...found].sort((one, other) => age(one) - age(other));
}

/** Return the settings a new card begins with: its account, whatever is added later. */
export function stubConfig(hass: Accounts): { device_id?: string } {
  const [device_id] = accounts(hass);
  return device_id === undefined ? {} : { device_id };
}
