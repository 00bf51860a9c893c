import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { Grade } from "./contract";

/**
 * Draw a trophy in the metal of its grade; a platinum one bears a star, others a shine.
 *
 * Both are in each: there are many of them, and what differs costs more than what is hidden.
 */
export const trophy = (grade: Grade): TemplateResult =>
  html`<svg class="trophy ${grade}" viewBox="0 0 24 24" aria-hidden="true">
    <path
      d="M7 2.5h10v2h3.6c.5 0 .9.4.9.9 0 3.9-2 6.4-5 6.9a6 6 0 0 1-3.3 2.4v2.8h1.6c.9 0 1.7.7 1.7 1.6v2.4H7.5v-2.4c0-.9.8-1.6 1.7-1.6h1.6v-2.8a6 6 0 0 1-3.3-2.4c-3-.5-5-3-5-6.9 0-.5.4-.9.9-.9H7Zm0 4H4.6c.3 1.9 1.1 3.2 2.4 3.8Zm10 3.8c1.3-.6 2.1-1.9 2.4-3.8H17Z"
    />
    <path class="shine" d="M8.8 4.2h2v8.9a4.3 4.3 0 0 1-2-3.7Z" />
    <path
      class="star"
      d="m12 4.7 1.1 2.3 2.5.4-1.8 1.8.4 2.5-2.2-1.2-2.2 1.2.4-2.5-1.8-1.8 2.5-.4Z"
    />
  </svg>`;

const CHEVRONS: Record<number, SVGTemplateResult> = {
  1: svg`<path d="m14 29 10-7 10 7v4l-10-7-10 7Z"/>`,
  2: svg`<path d="m14 25 10-7 10 7v4l-10-7-10 7Z"/><path d="m14 33 10-7 10 7v4l-10-7-10 7Z"/>`,
  3: svg`<path d="m14 21 10-7 10 7v4l-10-7-10 7Z"/><path d="m14 29 10-7 10 7v4l-10-7-10 7Z"/><path d="m14 37 10-7 10 7v3l-10-6-10 6Z"/>`,
};
const CROWN = svg`<path d="m12 17 6.5 6 5.5-9 5.5 9 6.5-6-2.5 17h-19Z"/>`;

/** Draw the badge of a tier (1–10): a metal, and one to three chevrons in it. */
export function tierBadge(tier: number, grade: Grade): TemplateResult {
  return html`<svg
    class="badge ${grade}"
    viewBox="0 0 48 52"
    aria-hidden="true"
  >
    <path
      class="rim"
      d="M24 1.5 45 11v18c0 10-8.5 17.5-21 21.5C11.5 46.5 3 39 3 29V11Z"
    />
    <path
      class="face"
      d="M24 6 41 13.7V29c0 7.6-6.6 13.6-17 17.2C13.6 42.6 7 36.6 7 29V13.7Z"
    />
    <path class="light" d="M24 6v20.5H7V13.7Z" />
    <path class="dark" d="M24 46.2V26.5h17V29c0 7.6-6.6 13.6-17 17.2Z" />
    <g class="mark">
      ${tier >= 10 ? CROWN : (CHEVRONS[((Math.max(tier, 1) - 1) % 3) + 1] ?? "")}
    </g>
  </svg>`;
}

/** Draw a ring that is closed so far, in percent; it begins at the top. */
export const progressRing = (share: number): TemplateResult =>
  html`<svg viewBox="0 0 120 120" aria-hidden="true">
    <circle cx="60" cy="60" r="55" />
    <circle
      class="arc"
      cx="60"
      cy="60"
      r="55"
      pathLength="100"
      stroke-dasharray="${share} 100"
    />
  </svg>`;

const ICONS = {
  close:
    "M19 6.4 17.6 5 12 10.6 6.4 5 5 6.4 10.6 12 5 17.6 6.4 19 12 13.4 17.6 19 19 17.6 13.4 12Z",
  next: "m9 6 1.4-1.4L17.8 12l-7.4 7.4L9 18l6-6Z",
  search:
    "M10 3.5a6.5 6.5 0 0 1 5.2 10.4l5.3 5.3-1.4 1.4-5.3-5.3A6.5 6.5 0 1 1 10 3.5Zm0 2a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z",
  filter: "M3 5h18v2H3Zm3 6h12v2H6Zm3 6h6v2H9Z",
  offline: "M12 3 1 21h22Zm0 4.5L19.5 19h-15ZM11 11h2v4h-2Zm0 5h2v2h-2Z",
  secret:
    "M12 2a5 5 0 0 1 5 5v3h1.5c.8 0 1.5.7 1.5 1.5v9c0 .8-.7 1.5-1.5 1.5h-13A1.5 1.5 0 0 1 4 20.5v-9c0-.8.7-1.5 1.5-1.5H7V7a5 5 0 0 1 5-5Zm0 2a3 3 0 0 0-3 3v3h6V7a3 3 0 0 0-3-3Z",
  gem: "M7 4h10l4 5.5L12 21 3 9.5Zm-.7 6 3.5 6.5V10Z",
  game: "M7.5 6h9A5.5 5.5 0 0 1 22 11.5c0 3-.6 7-3 7-1.7 0-2.4-2.5-4-2.5H9c-1.6 0-2.3 2.5-4 2.5-2.4 0-3-4-3-7A5.5 5.5 0 0 1 7.5 6ZM7 9v2H5v2h2v2h2v-2h2v-2H9V9Zm9.5 0a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4Zm-2 3a1.2 1.2 0 1 0 0 2.4 1.2 1.2 0 0 0 0-2.4Z",
  person:
    "M12 3.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Zm0 11c5 0 8.5 2.5 8.5 5v1h-17v-1c0-2.5 3.5-5 8.5-5Z",
} as const;

export type Icon = keyof typeof ICONS;

/** Draw one of our own small icons in the colour of the text around it. */
export function icon(name: Icon): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d=${ICONS[name]} />
  </svg>`;
}
