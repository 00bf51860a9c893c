import { DOMAIN } from "./contract";
import type { ConfigForm, FormField } from "./hass";
import { earlyTexts } from "./texts/languages";
import { say } from "./texts/say";
import type { Early, Texts } from "./texts/shape";

/** Return a form with the account, and whatever else a card can be told. */
export function configForm(texts: Texts, fields: FormField[]): ConfigForm {
  const labels: Record<string, string | undefined> = texts.form;
  return {
    schema: [
      {
        name: "device_id",
        // What stands in the field while no account is chosen.
        default: texts.form.device_id,
        selector: { device: { filter: [{ integration: DOMAIN }] } },
      },
      { name: "title", selector: { text: {} } },
      ...fields,
    ],
    computeLabel: (field) => labels[field.name] ?? field.name,
    computeHelper: ({ name, unset }) =>
      unset === undefined
        ? labels[`${name}_help`]
        : say(texts.form.unset, { choice: unset }),
  };
}

/** Return a field in which one of several is chosen, or several of them. */
export function choice(
  name: string,
  labels: Record<string, string>,
  options: { multiple?: boolean; unset: string },
): FormField {
  return {
    name,
    unset: options.unset,
    selector: {
      select: {
        mode: options.multiple ? "list" : "dropdown",
        multiple: options.multiple ?? false,
        options: Object.entries(labels).map(([value, label]) => ({
          value,
          label,
        })),
      },
    },
  };
}

/** Return a field for a whole number. */
export const numberField = (
  name: string,
  [min, max]: readonly [number, number],
): FormField => ({ name, selector: { number: { min, max, mode: "box" } } });

/** Return an Error with what is wrong in a setting, in the language of the page. */
export const wrong = (
  why: keyof Early["config"],
  values: Record<string, string> = {},
): Error => new Error(say(earlyTexts().config[why], values));

type Settings = Readonly<Record<string, unknown>>;

/** Throw an Error unless the setting is missing or text. */
export function checkText(config: Settings, name: string): void {
  const value = config[name];
  if (value !== undefined && typeof value !== "string")
    throw wrong("text", { name });
}

/** Throw an Error unless the setting is missing or a whole number within its limits. */
export function checkNumber(
  config: Settings,
  name: string,
  [low, high]: readonly [number, number],
): void {
  const value = config[name];
  if (value === undefined) return;
  if (!Number.isInteger(value) || Number(value) < low || Number(value) > high)
    throw wrong("number", { name, low: String(low), high: String(high) });
}

/** Throw an Error unless the setting is missing, true or false. */
export function checkYesOrNo(config: Settings, name: string): void {
  if (!["undefined", "boolean"].includes(typeof config[name]))
    throw wrong("yesOrNo", { name });
}

/** Throw an Error unless the setting is missing or one of the choices. */
export function checkChoice(
  config: Settings,
  name: string,
  choices: readonly string[],
): void {
  const value = config[name];
  const values: unknown[] =
    value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (!values.every((one) => choices.includes(one as string)))
    throw wrong("choice", { name, choices: choices.join(", ") });
}
