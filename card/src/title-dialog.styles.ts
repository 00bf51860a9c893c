import { css } from "lit";

export const titleDialogStyles = css`
  .summary {
    --size: 88px;
    display: flex;
    align-items: center;
    gap: 18px;
    padding-block: 4px 16px;
  }
  .summary .lines {
    display: flex;
    flex-direction: column;
    gap: 10px;
    flex: 1;
    min-inline-size: 0;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .summary .counts {
    flex-wrap: wrap;
    gap: 4px 14px;
    font-size: 1em;
  }
  .share {
    position: relative;
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .share b,
  .numbers {
    font-weight: var(--ha-font-weight-medium, 500);
    font-variant-numeric: tabular-nums;
  }

  .filter {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: flex;
    gap: 4px;
    padding: 4px;
    border-radius: 26px;
    background: color-mix(in srgb, var(--psn-text) 8%, var(--psn-surface));
  }
  .filter button {
    flex: 1;
    min-block-size: 44px;
    padding: 4px 12px;
    border-radius: 22px;
    text-align: center;
  }
  .filter [aria-pressed="true"] {
    background: var(--psn-surface);
    box-shadow: 0 1px 4px rgb(0 0 0 / 25%);
    font-weight: var(--ha-font-weight-medium, 500);
  }

  section {
    content-visibility: auto;
  }
  section header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 12px;
    margin-block: 22px 4px;
  }
  h3 {
    flex: 1;
    min-inline-size: 50%;
    margin: 0;
    font-size: 1.1em;
    font-weight: var(--ha-font-weight-medium, 500);
    overflow-wrap: anywhere;
  }
  header .bar {
    flex: 1 1 100%;
    block-size: 3px;
  }
  ul {
    --size: 60px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    gap: 14px;
    padding-block: 12px;
    content-visibility: auto;
    contain-intrinsic-size: auto 92px;
  }
  li + li {
    border-block-start: 1px solid
      color-mix(in srgb, var(--psn-line) 60%, transparent);
  }
  li.earned .picture {
    box-shadow: inset 0 0 0 2px
      color-mix(in srgb, var(--grade) 55%, transparent);
  }
  li:not(.earned) .picture {
    filter: grayscale(1);
    opacity: 0.6;
  }
  li:not(.earned) .name {
    color: color-mix(in srgb, var(--psn-text) 60%, var(--psn-muted));
  }
  .picture.secret svg {
    inline-size: 40%;
    block-size: 40%;
  }
  .texts {
    display: flex;
    flex-direction: column;
    gap: 3px;
    flex: 1;
    min-inline-size: 0;
    line-height: 1.4;
  }
  .name,
  .detail {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 8;
  }
  .name {
    font-weight: var(--ha-font-weight-medium, 500);
    -webkit-line-clamp: 3;
  }
  .foot {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 12px;
    padding-block-start: 2px;
  }
  .foot .small {
    font-size: inherit;
  }
  .grade,
  .date {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  .date {
    margin-inline-start: auto;
  }
  .date .icon {
    inline-size: 1.2em;
    block-size: 1.2em;
    color: color-mix(in oklab, #1f9d55 55%, var(--psn-text));
  }
  .texts .bar {
    block-size: 4px;
  }

  .waiting {
    block-size: 68px;
    margin-block: 12px;
  }
  .failure {
    padding: 24px 0;
    text-align: center;
  }
  .action {
    min-block-size: 44px;
    padding: 8px 16px;
    border: 1px solid var(--psn-line);
    border-radius: 22px;
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .action:hover {
    background: color-mix(in srgb, var(--psn-text) 8%, transparent);
  }
  @media (max-width: 400px) {
    .summary {
      --size: 68px;
      gap: 14px;
    }
    ul {
      --size: 48px;
    }
    li {
      gap: 10px;
    }
  }
`;
