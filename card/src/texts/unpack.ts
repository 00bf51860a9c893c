import { KEYS } from "./keys";
import type { Texts } from "./shape";

/** Return the texts that the build wrote as lines; others as they are. */
export function unpack(lines: Texts | string): Texts {
  if (typeof lines !== "string") return lines;
  const texts: Record<string, unknown> = {};
  const values = lines.split("\n");
  let group = texts;
  KEYS.split(" ").forEach((key, index) => {
    const [first = "", name = first] = key.split(".");
    if (first) group = key === first ? texts : (texts[first] = {});
    group[name] = unpackText(values[index] ?? "");
  });
  return texts as unknown as Texts;
}

function unpackText(text: string): string | object {
  const [one, few, many, other] = text.split("|");
  if (other === undefined) return text;
  return {
    ...(one && { one }),
    ...(few && { few }),
    ...(many && { many }),
    other,
  };
}
