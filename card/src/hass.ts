/** The few parts of Home Assistant's frontend that the cards touch. */

export type Unsubscribe = () => void | Promise<void>;

export interface Connection {
  sendMessagePromise(message: object): Promise<unknown>;
  subscribeMessage(
    callback: (message: never) => void,
    message: object,
    options?: { resubscribe?: boolean },
  ): Promise<Unsubscribe>;
  addEventListener(event: "ready", listener: () => void): void;
  removeEventListener(event: "ready", listener: () => void): void;
}

/** How somebody wants numbers and times written. */
export interface Locale {
  language: string;
  number_format: string;
  time_format: string;
  time_zone: string;
  first_weekday: string;
}

export interface Entity {
  entity_id: string;
  device_id?: string | null;
  platform?: string;
  translation_key?: string;
  hidden?: boolean;
}

export interface Device {
  id: string;
  name: string | null;
  name_by_user?: string | null;
  /** When it was added, in seconds. */
  created_at?: number;
  config_entry_id?: string | null;
}

export interface Hass {
  connection: Connection;
  language: string;
  locale: Locale;
  config: { time_zone: string };
  entities: Record<string, Entity>;
  devices: Record<string, Device>;
  user?: { is_admin: boolean };
}

/** What the settings of a card are called to those who edit YAML. */
export interface CardConfig {
  type: string;
  /** The account; not needed while there is only one. */
  device_id?: string;
  title?: string;
  /** The size somebody gave it in a view of sections. */
  grid_options?: GridOptions;
}

export interface GridOptions {
  columns?: number | "full";
  rows?: number | "auto";
  min_columns?: number;
  min_rows?: number;
}

/** A field of the form in which a card is edited. */
export interface FormField {
  name: string;
  required?: boolean;
  default?: unknown;
  /** What holds while nothing is chosen, for the line below the field. */
  unset?: string;
  selector: object;
}

export interface ConfigForm {
  schema: FormField[];
  computeLabel(field: FormField): string;
  computeHelper(field: FormField): string | undefined;
}
