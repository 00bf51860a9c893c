import { css } from "lit";

/**
 * Two blocks below each other. Where the height is given and not enough, the last one
 * goes out of sight as a whole: they wrap into a column that is cut off.
 */
export const profileStyles = css`
  .profile {
    --size: 56px;
    --ring: 136px;
    --numeral: 4.6em;
    /* Of the card's own colour, so that text on it is told as well as anywhere. */
    --sheen: color-mix(in srgb, var(--psn-surface) 26%, transparent);
    display: flex;
    flex-flow: column wrap;
    gap: 18px 100px;
    flex: 1;
    min-block-size: 0;
    overflow: hidden;
    padding: 20px;
    /* A field of the tier's metal: its sheen, its light, and the metal itself. */
    background:
      linear-gradient(
        118deg,
        transparent 30%,
        var(--sheen) 44%,
        transparent 50%,
        var(--sheen) 58%,
        transparent 72%
      ),
      radial-gradient(
        100% 110% at 10% 0,
        color-mix(in oklab, var(--grade, transparent) 36%, transparent),
        transparent 75%
      ),
      linear-gradient(
        165deg,
        color-mix(in oklab, var(--grade, transparent) 26%, transparent),
        color-mix(in oklab, var(--grade, transparent) 14%, transparent)
      );
  }
  .profile > * {
    inline-size: 100%;
  }
  .skeleton {
    display: flex;
    flex: 1;
    min-block-size: 0;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 16px 24px;
    flex: 1 0 auto;
    max-block-size: 100%;
    overflow: auto;
  }
  .person {
    display: flex;
    align-items: center;
    gap: 14px;
    min-inline-size: 0;
    padding: 3px;
  }
  .person > .picture {
    box-shadow: 0 0 0 2px
      color-mix(in srgb, var(--grade, var(--psn-line)) 70%, var(--psn-surface));
  }
  .names {
    min-inline-size: 0;
    line-height: 1.3;
  }
  /* Sony's names have up to 16 letters: none of them is ever cut off. */
  .names h2 {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    margin: 0;
    font-size: 1.43em;
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1.2;
    overflow-wrap: anywhere;
  }
  .line {
    display: block;
    block-size: 28px;
    inline-size: 140px;
  }
  .hero {
    display: grid;
    grid-template: "ring level" auto "ring points" auto / auto auto;
    align-content: center;
    align-items: end;
    gap: 2px 20px;
    flex: none;
  }
  .ring {
    grid-area: ring;
    position: relative;
    display: grid;
    place-items: center;
    inline-size: var(--ring);
    block-size: var(--ring);
    border-radius: 50%;
  }
  .ring circle {
    fill: none;
    stroke: color-mix(in srgb, var(--psn-text) 14%, transparent);
    stroke-width: 8;
  }
  .ring .arc {
    stroke: var(--metal);
    transform: rotate(-90deg);
    transform-origin: center;
    transition: stroke-dasharray 0.8s;
  }
  .ring > * {
    grid-area: 1 / 1;
  }
  .badge {
    block-size: 62%;
    filter: drop-shadow(0 4px 8px rgb(0 0 0 / 30%));
  }
  .badge .rim {
    fill: color-mix(in oklab, var(--grade) 62%, #000);
  }
  .badge .face {
    fill: var(--grade);
  }
  .badge .light {
    fill: #fff;
    opacity: 0.32;
  }
  .badge .dark {
    fill: #000;
    opacity: 0.16;
  }
  .badge .mark {
    fill: #fff;
    filter: drop-shadow(0 1px 0.5px rgb(0 0 0 / 35%));
  }
  .level {
    grid-area: level;
    line-height: 1;
  }
  .level span {
    display: block;
  }
  .level b {
    display: block;
    font-size: var(--numeral);
    font-weight: var(--ha-font-weight-medium, 500);
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.03em;
    line-height: 1.17;
  }
  .level.bone {
    inline-size: 110px;
    block-size: 60px;
  }
  .points {
    grid-area: points;
    align-self: start;
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0 8px;
    overflow-wrap: anywhere;
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
  }
  .points .small {
    grid-column: 1 / -1;
  }
  .counts {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .counts li {
    display: flex;
    flex-direction: column;
    align-items: center;
    min-inline-size: 0;
    padding: 10px 4px;
    border-radius: 12px;
    background: color-mix(
      in srgb,
      color-mix(in oklab, var(--grade) 22%, var(--psn-surface)) 84%,
      transparent
    );
  }
  .counts .trophy {
    inline-size: 30px;
    block-size: 30px;
  }
  .counts b {
    font-size: 1.3em;
    font-weight: var(--ha-font-weight-medium, 500);
    font-variant-numeric: tabular-nums;
  }

  /* As wide as a phone: the name stands above. */
  @container (max-width: 36em) {
    .profile {
      --size: 48px;
      gap: 14px 100px;
      padding: 16px;
    }
    .head {
      flex-direction: column;
      align-items: start;
      justify-content: space-evenly;
    }
    .counts {
      gap: 6px;
    }
  }
  /* Nearly: what does not fit beside the ring goes below it. */
  @container (max-width: 22.5em) {
    .profile {
      --ring: 104px;
      --numeral: 3.6em;
    }
    .hero {
      grid-template: "ring level" auto "points points" auto / auto 1fr;
      align-items: center;
      gap: 10px 14px;
    }
  }
  /* Half of that: two grades in a row, each in one line. */
  @container (max-width: 19em) {
    .profile {
      --size: 40px;
      --ring: 64px;
      --numeral: 2.4em;
      gap: 10px 100px;
      padding: 10px;
    }
    .person {
      gap: 8px;
    }
    .names h2 {
      font-size: 1.15em;
    }
    .hero {
      gap: 8px;
    }
    .counts {
      grid-template-columns: 1fr 1fr;
    }
    .counts li {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: 0 6px;
      padding: 6px;
    }
    .counts .trophy {
      inline-size: 20px;
      block-size: 20px;
    }
    .counts b {
      font-size: 1em;
    }
    .counts .small {
      grid-column: 1 / -1;
      overflow-wrap: anywhere;
    }
  }
  @container (max-width: 14em) {
    .person {
      flex-direction: column;
      align-items: start;
    }
    .hero,
    .points {
      grid-template-columns: auto minmax(0, 1fr);
      inline-size: 100%;
    }
    .points > * {
      grid-column: 1 / -1;
    }
    .counts {
      grid-template-columns: 1fr;
    }
  }
  @container (max-width: 11em) {
    .ring {
      display: none;
    }
  }
  /* As wide as the page. */
  @container (min-width: 60em) {
    .profile {
      --numeral: 5.4em;
    }
  }

  /* So low that there is room for little more than name and level. */
  @container (max-height: 235px) {
    .profile {
      --size: 40px;
      --ring: 76px;
      --numeral: 2.4em;
      padding-block: 10px;
    }
    .head {
      gap: 6px 24px;
    }
    .hero {
      grid-template: "ring level" auto "ring points" auto / auto auto;
      gap: 0 12px;
    }
    .level {
      display: flex;
      align-items: baseline;
      gap: 6px;
    }
  }
  @container (max-height: 235px) and (max-width: 19em) {
    .picture,
    .ring {
      display: none;
    }
    .hero {
      grid-template: "level" "points";
    }
  }
  @container (max-height: 130px) {
    .profile {
      --numeral: 3em;
    }
    .level {
      display: block;
    }
    .head {
      flex-direction: row;
      align-items: center;
      justify-content: space-between;
    }
    .points {
      display: none;
    }
  }
  @container (max-height: 130px) and (max-width: 19em) {
    .profile {
      --numeral: 2.2em;
    }
    .head {
      flex-direction: column;
      align-items: start;
      justify-content: center;
    }
  }
`;
