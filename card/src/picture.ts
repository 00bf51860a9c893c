import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { icon, trophy, type Icon } from "./drawings";
import type { Grade } from "./contract";

/** Below these Sony keeps its pictures. */
const HOSTS = [".playstation.com", ".playstation.net"];

/** Return the address of a picture if it is Sony's and safe to load, else none. */
export function pictureUrl(url: string | null | undefined): string | undefined {
  const parsed = parse(url ?? "");
  if (!parsed) return undefined;
  const { protocol, hostname, port, username, password } = parsed;
  const isSafe =
    protocol === "https:" &&
    !port &&
    !username &&
    !password &&
    HOSTS.some((host) => hostname.endsWith(host));
  return isSafe && url ? url : undefined;
}

/** Return the parts of an address; none of what is no address. */
function parse(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

const reveal = (event: Event): void => {
  (event.currentTarget as HTMLImageElement).classList.add("loaded");
};

/**
 * Show a picture over a drawing that stands in for it, in a box that never changes.
 *
 * Its name always stands beside it, so that it needs no text of its own.
 */
function picture(
  url: string | null | undefined,
  kind: string,
  drawing: TemplateResult,
): TemplateResult {
  const safe = pictureUrl(url);
  return html`<span class="picture ${kind}"
    >${drawing}${
      safe
        ? keyed(
            safe,
            html`<img
              alt=""
              loading="lazy"
              decoding="async"
              draggable="false"
              referrerpolicy="no-referrer"
              src=${safe}
              @load=${reveal}
            />`,
          )
        : nothing
    }</span
  >`;
}

export const trophyPicture = (
  url: string | null | undefined,
  grade: Grade,
): TemplateResult => picture(url, `of-trophy ${grade}`, trophy(grade));

export const drawnPicture = (
  url: string | null | undefined,
  kind: "cover" | "avatar",
  drawing: Icon,
): TemplateResult => picture(url, kind, icon(drawing));
