import { css } from "lit";

export const gamesStyles = css`
  ha-card {
    --size: 60px;
    position: relative;
  }
  .skeleton {
    flex: 1 1 560px;
    min-block-size: 0;
    overflow: hidden;
  }

  .controls,
  .selects {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .controls {
    flex: none;
    padding: 4px 16px 12px;
    border-block-end: 1px solid var(--psn-line);
  }
  .selects {
    flex: 1 1 auto;
  }
  /* As wide as what can be chosen in it, and wider where there is room. */
  .field {
    position: relative;
    display: flex;
    align-items: center;
    flex: 1 1 auto;
    min-inline-size: 0;
    min-block-size: 44px;
    border-radius: 22px;
  }
  .controls .round {
    display: none;
    position: relative;
  }
  .round.on::after {
    content: "";
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 8px;
    inline-size: 9px;
    block-size: 9px;
    border-radius: 50%;
    background: var(--psn-mark);
  }
  .field:not(.bone) {
    background: color-mix(in srgb, var(--psn-text) 6%, transparent);
  }
  .field:hover {
    background: color-mix(in srgb, var(--psn-text) 10%, transparent);
  }
  .search {
    flex: 1 1 11em;
  }
  .field .icon {
    position: absolute;
    inset-inline-start: 12px;
    inline-size: 18px;
    block-size: 18px;
    color: var(--psn-muted);
    pointer-events: none;
  }
  select + .icon {
    inset-inline: auto 10px !important;
    transform: rotate(90deg);
  }
  input,
  select {
    appearance: none;
    inline-size: 100%;
    min-block-size: inherit;
    margin: 0;
    padding: 0;
    padding-inline: 16px 30px;
    border: 0;
    border-radius: inherit;
    background: none;
    color: inherit;
    font: inherit;
    text-overflow: ellipsis;
  }
  select {
    cursor: pointer;
  }
  option {
    background: var(--psn-surface);
    color: var(--psn-text);
  }
  input {
    padding-inline: 40px 12px;
  }
  input::placeholder {
    color: var(--psn-muted);
    opacity: 1;
  }

  .scroller {
    flex: 1 1 auto;
    min-block-size: 0;
    overflow: hidden auto;
    overflow-anchor: none;
  }
  [role="list"] {
    position: relative;
  }
  [role="list"][aria-busy="true"] {
    opacity: 0.6;
    transition: opacity 0.2s 0.15s;
  }
  .scroller .row {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    contain: strict;
  }
  .skeleton .row {
    block-size: 6em;
  }
  .row button,
  .skeleton .row {
    display: flex;
    align-items: center;
    gap: 14px;
    inline-size: 100%;
    padding-inline: 16px;
  }
  .row button {
    block-size: 100%;
  }
  .row button:hover:not([aria-disabled]) {
    background: color-mix(in srgb, var(--psn-text) 5%, transparent);
  }
  .row button[aria-disabled] {
    cursor: default;
  }
  .row + .row button {
    box-shadow: inset 0 1px color-mix(in srgb, var(--psn-line) 60%, transparent);
  }
  .cover-box {
    position: relative;
    flex: none;
  }
  .medal {
    position: absolute;
    inset-block-end: -5px;
    inset-inline-end: -6px;
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border-radius: 50%;
    background: var(--psn-surface);
  }
  .medal .trophy {
    inline-size: 17px;
    block-size: 17px;
  }

  .lines {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    gap: 0.2em 12px;
    flex: 1;
    min-inline-size: 0;
    line-height: 1.4;
  }
  .name,
  .share,
  .narrow .counts,
  .narrow .facts {
    grid-column: 1 / -1;
  }
  .name {
    font-size: 1.07em;
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .facts,
  .share {
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
    overflow: hidden;
  }
  /* What does not fit beside the first platform is left out as a whole. */
  .facts {
    flex-wrap: wrap;
    block-size: 1.5em;
  }
  .counts {
    overflow: hidden;
  }
  .percent {
    min-inline-size: 3.2em;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .lines .bone {
    grid-column: 1 / -1;
    block-size: 1.1em;
    inline-size: 60%;
  }
  .lines .short {
    inline-size: 35%;
  }
  .narrow .counts {
    gap: 9px;
  }
  .narrow .count .trophy {
    margin-inline-end: 3px;
  }
  .narrow button {
    gap: 12px;
    padding-inline: 12px;
  }

  .tiny {
    --size: 44px;
  }
  .tiny .name {
    display: -webkit-box;
    white-space: normal;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-height: 1.25;
  }
  .tiny .counts {
    display: grid;
    grid-template-columns: repeat(2, max-content);
    gap: 0 12px;
  }
  .tiny .percent {
    min-inline-size: 0;
  }

  .action {
    min-block-size: 44px;
    padding: 8px 16px;
    border: 1px solid var(--psn-line);
    border-radius: 22px;
    color: var(--psn-text);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .action:hover {
    background: color-mix(in srgb, var(--psn-text) 8%, transparent);
  }
  .failure {
    position: absolute;
    inset-block-end: 12px;
    inset-inline: 12px;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding: 8px 8px 8px 16px;
    padding-inline: 16px 8px;
    border-radius: 16px;
    background: var(--psn-surface);
    box-shadow: 0 2px 16px rgb(0 0 0 / 35%);
  }
  @container (max-width: 30em) {
    .controls {
      padding-inline: 12px;
    }
    .skeleton .row {
      block-size: 7.6em;
      padding-inline: 12px;
    }
  }
  /* Order and filters wait behind a button where they would fill the card. */
  @container (max-width: 46em) {
    .controls .round {
      display: grid;
    }
    .search {
      flex-basis: 3em;
    }
    .selects {
      flex-basis: 100%;
    }
    .selects:not(.open) {
      display: none;
    }
  }
  @container (max-width: 14em) {
    .controls {
      gap: 2px;
      padding: 2px 6px 6px;
    }
    .search .icon,
    .cover-box {
      display: none;
    }
  }
  @container (max-width: 14em) {
    input {
      padding-inline: 14px 4px;
    }
  }
  @container (max-width: 11em) {
    .count .muted {
      display: none;
    }
    .count .trophy {
      inline-size: 1em;
      block-size: 1em;
    }
  }
`;
