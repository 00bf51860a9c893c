import { css } from "lit";

/**
 * Two halves of a year beside each other, as wide as the card; where squares would get
 * too small for a finger, they keep their size and the year scrolls.
 */
export const heatmapStyles = css`
  header {
    padding-inline-end: 8px;
  }
  header .summary {
    flex: 1 1 8em;
  }
  .years {
    display: flex;
    align-items: center;
    flex: none;
    margin-inline-start: auto;
  }
  .year {
    min-inline-size: 3em;
    text-align: center;
    font-weight: var(--ha-font-weight-medium, 500);
    font-variant-numeric: tabular-nums;
  }
  .previous .icon,
  .next .icon:dir(rtl) {
    transform: scaleX(-1);
  }
  .previous .icon:dir(rtl) {
    transform: none;
  }
  .body,
  .skeleton {
    min-block-size: 0;
  }
  .body {
    position: relative;
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 0 16px 16px;
    overflow: hidden auto;
    transition: opacity 0.2s;
  }
  .waits {
    opacity: 0.5;
  }
  .body p {
    margin: 0;
  }
  .summary {
    margin: 0;
    color: var(--psn-muted);
    line-height: 1.4;
  }

  .halves {
    --gap: 2px;
    --least: 24px;
    display: flex;
    flex: none;
    gap: 6px;
    padding: 3px;
    margin: -3px;
    overflow: auto hidden;
    overscroll-behavior-inline: contain;
    scrollbar-width: thin;
  }
  .half {
    flex: var(--weeks) 1 auto;
  }
  .row {
    display: grid;
    grid-template-columns: 2.2em repeat(
        var(--weeks),
        minmax(var(--least), 1fr)
      );
    gap: var(--gap);
    margin-block-end: var(--gap);
  }
  .months,
  .weekday {
    color: var(--psn-muted);
    font-size: 0.79em;
    line-height: 1.4;
    white-space: nowrap;
  }
  .row:not(.months) {
    font-size: inherit;
  }
  .months {
    grid-template-columns: 2.785em repeat(
        var(--weeks),
        minmax(var(--least), 1fr)
      );
  }
  .months > span {
    inline-size: 0;
  }
  .weekday {
    position: sticky;
    inset-inline-start: -3px;
    z-index: 1;
    align-self: stretch;
    display: grid;
    align-items: center;
    overflow: hidden;
    background: var(--psn-surface);
  }
  .row:nth-child(odd) > .weekday > span {
    opacity: 0;
  }

  .square {
    position: relative;
    aspect-ratio: 1;
    border-radius: 22%;
    background: color-mix(
      in srgb,
      var(--psn-text) var(--share, 9%),
      transparent
    );
    forced-color-adjust: none;
  }
  .square.later {
    --share: 4%;
  }
  /* Two strengths that look the same in light and in dark: a part of it, and all. */
  .square:is(.bronze, .silver, .gold, .platinum)::before {
    content: "";
    position: absolute;
    inset: 17%;
    border-radius: 22%;
    background: var(--metal);
  }
  .square.square:is(.many, .all)::before {
    inset: 0;
  }
  /* Not by its colour alone. */
  .square.platinum::after {
    content: "";
    position: absolute;
    inset: 33%;
    border-radius: 50%;
    background: var(--psn-surface);
  }
  [data-day] {
    cursor: pointer;
  }
  [data-day]:hover,
  .chosen {
    outline: 2px solid var(--psn-muted);
    outline-offset: 0;
    z-index: 1;
  }
  .halves:focus-visible {
    outline-offset: 0;
    border-radius: 4px;
  }
  .halves:focus-visible .chosen {
    outline: 3px solid var(--psn-text);
  }

  .footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 8px 24px;
  }
  .day {
    display: flex;
    flex-wrap: wrap;
    align-content: start;
    gap: 0 12px;
    flex: 1 1 280px;
    min-block-size: 4.2em;
    line-height: 1.4;
  }
  .count {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    margin: 0;
    padding: 0;
    list-style: none;
    color: var(--psn-muted);
    line-height: 1.6;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .legend .square {
    inline-size: 12px;
  }

  @container (max-width: 16em) {
    .body {
      padding: 0 10px 10px;
    }
  }
  /* Room for a year whose squares a pointer can hit. */
  @container (min-width: 680px) {
    .halves {
      --least: 8px;
      gap: 0;
    }
    .half + .half .weekday {
      opacity: 0;
    }
    .half + .half .row {
      grid-template-columns: 2px repeat(
          var(--weeks),
          minmax(var(--least), 1fr)
        );
    }
    .summary,
    .day {
      min-block-size: 1.4em;
    }
  }
  @container (min-width: 1000px) {
    .halves {
      --gap: 3px;
    }
  }
  @media (pointer: coarse) {
    .halves {
      --least: 24px !important;
    }
  }
`;
