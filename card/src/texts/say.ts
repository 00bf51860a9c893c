import type { Plural, Texts } from "./shape";

/** Return a text with its `{places}` filled. */
export function say(
  text: string,
  values: Readonly<Record<string, string>>,
): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.prototype.hasOwnProperty.call(values, name)
      ? (values[name] ?? place)
      : place,
  );
}

/** Return the form of a text that fits a number, with the number in it. */
export function sayCount(
  { language }: Texts,
  forms: Plural,
  count: number,
  formatted: string,
): string {
  const rule = new Intl.PluralRules(language).select(count);
  const form = (forms as Partial<Record<string, string>>)[rule] ?? forms.other;
  return say(form, { count: formatted });
}
