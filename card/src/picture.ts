import { html, nothing, type TemplateResult } from "lit";
import { icon, trophy, type Icon } from "./drawings";
import type { Grade } from "./contract";

/** Below these Sony keeps its pictures. */
const HOSTS = [".playstation.com", ".playstation.net"];

/** Where the cards come from: on Cast displays the page is not the home's. */
const HOME = import.meta.url;

/** The longer side in pixels: of what stands in a row, and of what is shown large. */
export type PictureSize = 128 | 256;

/**
 * Return the address of a picture if it is Sony's and safe to load, else none.
 *
 * Behind its `#` there may be a signature: with that the home gives it, small, and
 * Sony does not learn who looks.
 */
export function pictureUrl(
  url: string | null | undefined,
  size: PictureSize = 128,
): string | undefined {
  const parsed = parse(url ?? "");
  if (!parsed) return undefined;
  const { protocol, hostname, port, username, password, hash } = parsed;
  const isSafe =
    protocol === "https:" &&
    !port &&
    !username &&
    !password &&
    HOSTS.some((host) => hostname.endsWith(host));
  if (!isSafe || !url) return undefined;
  if (!hash) return url;
  const sonys = encodeURIComponent(url.slice(0, -hash.length));
  const path = `/api/psn_trophies/picture/${hash.slice(1)}/${size}?url=${sonys}`;
  return new URL(path, HOME).href;
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
  size?: PictureSize,
): TemplateResult {
  return html`<span class="picture ${kind}"
    >${drawing}${image(url, size)}</span
  >`;
}

/** Its class follows its address, so that another picture is hidden until it is there. */
function image(
  url: string | null | undefined,
  size?: PictureSize,
): TemplateResult | typeof nothing {
  const safe = pictureUrl(url, size);
  return safe
    ? html`<img
        alt=""
        class=${safe}
        loading="lazy"
        decoding="async"
        draggable="false"
        referrerpolicy="no-referrer"
        src=${safe}
        @load=${reveal}
      />`
    : nothing;
}

/** Show a picture behind what else is in a box. */
export const backdrop = (url: string | null | undefined): TemplateResult =>
  html`<span class="backdrop">${image(url, 256)}</span>`;

export const trophyPicture = (
  url: string | null | undefined,
  grade: Grade,
  size?: PictureSize,
): TemplateResult => picture(url, `of-trophy ${grade}`, trophy(grade), size);

export const drawnPicture = (
  url: string | null | undefined,
  kind: "cover" | "avatar",
  drawing: Icon,
  size?: PictureSize,
): TemplateResult => picture(url, kind, icon(drawing), size);
