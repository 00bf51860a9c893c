import { css } from "lit";

/** Two halves of a year: below each other on a narrow card, beside on a wide one. */
export const heatmapStyles = css`
  header {
    justify-content: flex-end;
    gap: 0;
    padding-inline-end: 8px;
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
  .body {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 0 16px 16px;
    transition: opacity 0.2s;
  }
  .waits {
    opacity: 0.5;
  }
  .body p {
    margin: 0;
  }
  .summary {
    color: var(--psn-muted);
    min-block-size: 2.8em;
    line-height: 1.4;
  }

  .halves {
    --weekdays: 26px;
    --gap: 2px;
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .row {
    display: grid;
    grid-template-columns: var(--weekdays) repeat(
        var(--columns, var(--most)),
        minmax(0, 1fr)
      );
    gap: var(--gap);
    margin-block-end: var(--gap);
  }
  .months,
  .weekday {
    color: var(--psn-muted);
    font-size: 11px;
    line-height: 16px;
    white-space: nowrap;
  }
  .months > span {
    inline-size: 0;
  }
  .weekday {
    position: relative;
  }
  .weekday > span {
    position: absolute;
    inset-block-start: 50%;
    inset-inline: 0 3px;
    translate: 0 -50%;
    overflow: hidden;
  }
  .row:nth-child(even) > .weekday > span {
    opacity: 0;
  }

  .square {
    position: relative;
    aspect-ratio: 1;
    border-radius: 22%;
    background: color-mix(
      in srgb,
      var(--grade, var(--psn-text)) var(--share, 9%),
      var(--rest, transparent)
    );
    forced-color-adjust: none;
  }
  .square.later {
    --share: 4%;
  }
  .square:is(.bronze, .silver, .gold, .platinum) {
    --share: 78%;
    --rest: var(--psn-surface);
  }
  .square.some {
    --share: 90%;
  }
  .square.many,
  .legend .square.square {
    --share: 100%;
  }
  /* Not by its colour alone. */
  .square.platinum::after {
    content: "";
    position: absolute;
    inset: 28%;
    border-radius: 50%;
    background: #fff;
  }
  [data-day] {
    cursor: pointer;
  }
  [data-day]:hover,
  [aria-selected="true"] {
    outline: 1px solid var(--psn-muted);
    outline-offset: 1px;
    z-index: 1;
  }
  [data-day][tabindex]:focus-visible {
    outline: 2px solid var(--psn-accent);
    outline-offset: 1px;
    z-index: 2;
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

  @container (min-width: 680px) {
    .halves {
      flex-direction: row;
      gap: 0;
    }
    .half {
      --columns: var(--weeks);
      flex: var(--weeks) 1 calc(var(--weekdays) + var(--weeks) * var(--gap));
    }
    .half + .half {
      --weekdays: 5px;
    }
    .half + .half .weekday {
      opacity: 0;
    }
    .summary,
    .day {
      min-block-size: 1.4em;
    }
  }
  @container (min-width: 1000px) {
    .halves {
      --weekdays: 32px;
      --gap: 3px;
    }
    .months,
    .weekday {
      font-size: 12px;
    }
  }
`;
