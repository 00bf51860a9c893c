import { css } from "lit";

/** How games look in a list and at the top of their dialog. */
export const titleParts = css`
  .chip {
    flex: none;
    padding: 0 6px;
    border-radius: 5px;
    background: color-mix(in srgb, var(--psn-text) 9%, transparent);
    color: var(--psn-text);
    font-size: 0.79em;
    font-weight: var(--ha-font-weight-medium, 500);
    letter-spacing: 0.02em;
    line-height: 1.6;
    white-space: nowrap;
  }
  .counts {
    display: flex;
    gap: 10px;
    font-size: 0.86em;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .count {
    position: relative;
    display: flex;
    align-items: center;
  }
  .count .trophy {
    margin-inline-end: 4px;
  }
  .count .grade-text {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .bar {
    display: block;
    flex: 1;
  }
`;
