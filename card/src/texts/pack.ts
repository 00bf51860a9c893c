/** How the build writes a language: its texts as lines, without their keys. */
import type { Texts } from "./shape";

/** The forms of a plural, in one line; those that a language has not are empty. */
export const FORMS = ["one", "few", "many", "other"] as const;

type Text = string | { other: string };
type Group = Partial<Record<string, unknown>>;

/** Return the keys of texts; those of a group after its first begin with a dot. */
export function keysOf(texts: Texts): string {
  return Object.entries(texts)
    .flatMap(([key, value]: [string, object | string]) =>
      isText(value)
        ? [key]
        : Object.keys(value).map((name, at) => `${at ? "" : key}.${name}`),
    )
    .join(" ");
}

/** Return texts as lines in the order of the keys; throws an Error if they are others. */
export function pack(texts: Texts, keys: string): string {
  let group = "";
  const lines = keys.split(" ").map((key) => {
    const [first = "", name] = key.split(".");
    group = first || group;
    const value = (texts as unknown as Group)[group];
    const text =
      name === undefined ? value : (value as Group | undefined)?.[name];
    if (!isText(text)) throw new Error(`No text for ${group} ${name ?? ""}`);
    return line(text);
  });
  if (keysOf(texts).split(" ").length !== lines.length)
    throw new Error("There are more texts than keys");
  return lines.join("\n");
}

const isText = (value: unknown): value is Text =>
  typeof value === "string" || "other" in Object(value);

function line(text: Text): string {
  const forms: Partial<Record<string, string>> =
    typeof text === "string" ? { other: text } : text;
  const parts = typeof text === "string" ? [text] : FORMS.map((f) => forms[f]);
  if (parts.some((part) => part && /[|\n]/.test(part)))
    throw new Error(`Not to be packed: ${parts.join()}`);
  return parts.join("|");
}
