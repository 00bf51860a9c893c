import { css } from "lit";

export const latestStyles = css`
  :host {
    --to-end: to right;
  }
  :host(:dir(rtl)) {
    --to-end: to left;
  }
  ul,
  .skeleton {
    --size: 52px;
    flex: 0 1 auto;
    min-block-size: 0;
    margin: 0;
    padding: 0 0 8px;
    overflow: hidden auto;
    list-style: none;
  }
  li {
    position: relative;
  }
  li button,
  .row {
    position: relative;
    display: flex;
    align-items: center;
    gap: 14px;
    inline-size: 100%;
    min-block-size: calc(72px + var(--apart, 0px));
    padding: calc(8px + var(--apart, 0px) / 2) 16px;
  }
  /* A platinum is larger than the others, on a plate with its game's cover in it. */
  li.platinum button {
    --size: 72px;
    padding-block: calc(16px + var(--apart, 0px) / 2);
  }
  li.platinum .names,
  li.platinum .end {
    text-shadow: 0 0 6px var(--psn-surface);
  }
  li.platinum .muted,
  li.platinum .grade-text {
    color: inherit;
  }
  li.platinum .name {
    font-size: 1.14em;
  }
  .backdrop {
    overflow: hidden;
    background: linear-gradient(
      100deg,
      color-mix(in oklab, var(--grade) 40%, transparent),
      color-mix(in oklab, var(--grade) 14%, transparent)
    );
  }
  .backdrop img {
    filter: saturate(1.2);
    /* No more than leaves the words legible that may be anywhere on it. */
    mask-image: linear-gradient(
      var(--to-end),
      rgb(0 0 0 / 12%) 20%,
      rgb(0 0 0 / 22%) 70%
    );
  }
  .seen .ultra::after,
  .seen .picture::after {
    content: "";
    position: absolute;
    inset: 0;
    background: linear-gradient(
      110deg,
      transparent 35%,
      rgb(255 255 255 / 85%) 50%,
      transparent 65%
    );
    transform: translateX(-101%);
    animation: glitter 1.6s 0.5s ease-in-out;
  }
  @keyframes glitter {
    to {
      transform: translateX(101%);
    }
  }
  li button:hover {
    background: color-mix(in srgb, var(--psn-text) 5%, transparent);
  }
  .line {
    flex: 1;
    block-size: 40px;
  }
  .names {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
    line-height: 1.4;
  }
  /* Two lines are enough for nearly every trophy. */
  .name {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-height: 1.3;
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .end {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    gap: 4px;
    flex: none;
    max-inline-size: 40%;
    text-align: end;
  }
  .grade {
    display: flex;
    align-items: center;
    gap: 4px;
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .grade .trophy {
    inline-size: 20px;
    block-size: 20px;
  }
  .fresh {
    animation: glow 3s ease-out;
  }
  @keyframes glow {
    0% {
      background: color-mix(in srgb, var(--grade) 55%, transparent);
      transform: translateY(-12px);
      opacity: 0;
    }
    20% {
      transform: none;
      opacity: 1;
    }
  }
  .details .top {
    --size: 112px;
    display: flex;
    align-items: center;
    gap: 20px;
  }
  .details .picture {
    border-radius: 18px;
  }
  .details p {
    margin: 4px 0;
    overflow-wrap: anywhere;
  }
  dl {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: 8px 20px;
    margin: 20px 0 0;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  /* What stands at the end goes below the names. */
  @container (max-width: 25em) {
    li button {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      gap: 0 10px;
      padding-inline: 12px;
    }
    ul,
    .skeleton {
      --size: 44px;
    }
    .picture {
      grid-row: 1 / 3;
    }
    .row {
      gap: 10px;
      padding-inline: 12px;
    }
    .end {
      flex-flow: row wrap;
      align-items: center;
      gap: 0 10px;
      max-inline-size: none;
      text-align: start;
    }
    .details .top {
      --size: 72px;
    }
  }
  @container (max-width: 14em) {
    li button {
      display: block;
      padding-inline: 10px;
    }
    .name,
    .names .small {
      white-space: normal;
      -webkit-line-clamp: 3;
    }
    li .picture {
      margin-block-end: 6px;
    }
  }
`;
