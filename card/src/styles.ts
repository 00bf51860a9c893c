import { css } from "lit";

/** What all cards and their dialogs share: metals, pictures, states. */
export const shared = css`
  :host {
    --psn-text: var(--primary-text-color, #212121);
    --psn-muted: var(--secondary-text-color, #727272);
    --psn-surface: var(
      --ha-card-background,
      var(--card-background-color, #fff)
    );
    --psn-line: var(--divider-color, rgb(127 127 127 / 25%));
    --psn-accent: var(--primary-color, #03a9f4);
    /* The same where it must be told from the card, whatever the theme. */
    --psn-mark: color-mix(in oklab, var(--psn-accent) 70%, var(--psn-text));
    color: var(--psn-text);
    -webkit-tap-highlight-color: transparent;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  [hidden] {
    display: none !important;
  }

  /*
   * A metal; the same as an area that can be told from any card, and as readable text:
   * mixed with the theme's own text, whose contrast is the theme's.
   */
  .bronze {
    --grade: #b87445;
  }
  .silver {
    --grade: #93a3b3;
  }
  .gold {
    --grade: #d8a01c;
  }
  .platinum {
    --grade: #5aa3d6;
  }
  .bronze,
  .silver,
  .gold,
  .platinum {
    --metal: color-mix(in oklab, var(--grade) 65%, var(--psn-text));
  }
  .grade-text {
    color: color-mix(in oklab, var(--grade) 25%, var(--psn-text));
  }

  .trophy {
    display: block;
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    fill: var(--grade);
  }
  .trophy .shine {
    fill: #fff;
    opacity: 0.45;
  }
  .trophy .star {
    fill: #fff;
    opacity: 0.92;
  }
  .trophy:not(.platinum) .star,
  .trophy.platinum .shine {
    display: none;
  }
  .icon {
    display: block;
    inline-size: 1.5em;
    block-size: 1.5em;
    flex: none;
    fill: currentcolor;
  }

  .picture {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    overflow: hidden;
    inline-size: var(--size, 48px);
    block-size: var(--size, 48px);
    border-radius: 10px;
    background: color-mix(
      in srgb,
      var(--grade, var(--psn-muted)) 16%,
      transparent
    );
    color: var(--psn-muted);
  }
  .picture.avatar {
    border-radius: 50%;
  }
  .picture svg {
    inline-size: 55%;
    block-size: 55%;
    opacity: 0.75;
  }
  .picture img,
  .backdrop,
  .backdrop img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .picture img,
  .backdrop img {
    opacity: 0;
    transition: opacity 0.25s;
  }
  .picture.cover img {
    background: var(--psn-surface);
  }
  .picture img.loaded,
  .backdrop img.loaded {
    opacity: 1;
  }

  /* A chip that glitters like what it is about. */
  .ultra {
    position: relative;
    display: inline-flex;
    align-items: center;
    align-self: start;
    gap: 4px;
    max-inline-size: 100%;
    overflow: hidden;
    padding: 0 8px 0 6px;
    border-radius: 1em;
    background: linear-gradient(
      100deg,
      rgb(90 163 214 / 34%),
      rgb(167 130 224 / 36%) 55%,
      rgb(226 138 190 / 32%)
    );
    color: var(--psn-text);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .ultra .icon {
    inline-size: 1.1em;
    block-size: 1.1em;
  }

  .bar {
    position: relative;
    block-size: 6px;
    overflow: hidden;
    border-radius: 3px;
    background: color-mix(in srgb, var(--psn-text) 12%, transparent);
  }
  .bar > span {
    display: block;
    block-size: 100%;
    border-radius: inherit;
    background: linear-gradient(rgb(255 255 255 / 30%), transparent 60%)
      var(--metal);
    transition: inline-size 0.6s;
  }

  button {
    font: inherit;
    color: inherit;
    text-align: start;
    background: none;
    border: 0;
    margin: 0;
    padding: 0;
    cursor: pointer;
  }
  button:focus-visible,
  input:focus-visible,
  select:focus-visible,
  [tabindex]:focus-visible {
    outline: 2px solid var(--psn-accent);
    outline-offset: -2px;
  }
  .round {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    flex: none;
    border-radius: 50%;
  }
  .round:hover:not(:disabled) {
    background: color-mix(in srgb, var(--psn-text) 8%, transparent);
  }
  .round:disabled {
    opacity: 0.35;
    cursor: default;
  }
  .one-line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .muted {
    color: var(--psn-muted);
  }
  /* Numbers stay before their words in texts of another direction than the page. */
  b,
  .muted,
  .small {
    unicode-bidi: plaintext;
  }
  /* Names in letters of another direction stand where all names do. */
  [dir="auto"]:not(input) {
    text-align: match-parent;
  }
  .small {
    font-size: 0.86em;
  }
  .outside {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --psn-muted: var(--psn-text);
      --psn-line: var(--psn-text);
    }
    .grade-text {
      color: inherit;
    }
    .bar,
    .picture,
    .chip,
    .field,
    .counts li,
    .square {
      outline: 1px solid var(--psn-text);
      outline-offset: -1px;
    }
  }
  /* Edges take the place of areas, which are all of one colour then. */
  @media (forced-colors: active) {
    :host {
      --psn-text: CanvasText;
      --psn-muted: CanvasText;
      --psn-surface: Canvas;
    }
    .bar,
    .picture,
    .chip,
    .field,
    .counts li,
    .filter {
      border: 1px solid;
    }
    .bar > span {
      background: Highlight;
    }
    .round:disabled,
    [aria-disabled] {
      color: GrayText;
      opacity: 1;
    }
    .trophy,
    .badge {
      forced-color-adjust: none;
    }
    [aria-pressed="true"],
    .chosen {
      outline: 2px solid Highlight;
    }
  }
`;

/** The frame of a card: header, notes, and what stands there instead of content. */
export const frame = css`
  :host {
    display: block;
    block-size: 100%;
  }
  ha-card {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    overflow: hidden;
    container-type: inline-size;
  }
  ha-card.fixed {
    container-type: size;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    flex: none;
    gap: 0 8px;
    padding: 14px 16px 6px;
  }
  /* What stands beside a long one goes below it. */
  header h2 {
    flex: 1 0 auto;
    display: -webkit-box;
    max-inline-size: 100%;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    margin: 0;
    font-size: var(--ha-font-size-l, 1.15em);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1.4;
  }
  .notes {
    display: flex;
    align-items: center;
    flex: none;
    gap: 6px;
    padding: 0 16px 8px;
    color: var(--psn-muted);
    font-size: 0.86em;
  }
  @container (max-width: 16em) {
    header {
      padding: 10px 10px 4px;
    }
    .notes {
      padding-inline: 10px;
    }
    .message {
      padding: 12px;
    }
  }
  .notes:first-child {
    padding-block-start: 12px;
  }
  .message {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 12px;
    flex: 1;
    min-block-size: 0;
    padding: 24px;
    overflow: auto;
    overflow-wrap: anywhere;
    color: var(--psn-muted);
    text-align: center;
  }
  .message .trophy {
    inline-size: 40px;
    block-size: 40px;
    fill: var(--psn-muted);
    opacity: 0.5;
  }
  .message.platinum .trophy {
    fill: var(--grade);
    opacity: 1;
  }
  .bone {
    border-radius: 8px;
    background: color-mix(in srgb, var(--psn-text) 9%, transparent);
    animation: breathe 1.6s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;
