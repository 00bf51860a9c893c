import { css } from "lit";

/**
 * Three blocks below each other. Where the height is given and not enough, the last ones
 * go out of sight as a whole: they wrap into a column that is cut off.
 */
export const profileStyles = css`
  .profile {
    --size: 72px;
    display: flex;
    flex-flow: column wrap;
    gap: 16px 100px;
    flex: 1;
    min-block-size: 0;
    overflow: hidden;
    padding: 20px;
    background:
      radial-gradient(
        120% 90% at 100% 0,
        color-mix(in srgb, var(--grade, transparent) 26%, transparent),
        transparent 70%
      ),
      radial-gradient(
        90% 60% at 0 0,
        color-mix(in srgb, var(--psn-accent) 10%, transparent),
        transparent 70%
      );
  }
  .profile > * {
    inline-size: 100%;
  }
  .profile > .person {
    inline-size: calc(100% + 6px);
  }
  .skeleton {
    display: flex;
    flex: 1;
    min-block-size: 0;
  }
  .person {
    display: grid;
    grid-template: "avatar names level" / auto 1fr auto;
    align-items: center;
    gap: 4px 16px;
    /* The ring around the picture is inside. */
    max-block-size: calc(100% + 6px);
    padding: 3px;
    margin: -3px;
    overflow: auto;
  }
  .person > .picture {
    grid-area: avatar;
    box-shadow: 0 0 0 3px
      color-mix(in srgb, var(--grade, var(--psn-line)) 70%, transparent);
  }
  .names {
    grid-area: names;
    min-inline-size: 0;
  }
  /* Sony's names have up to 16 letters: none of them is ever cut off. */
  .names h2 {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    margin: 0;
    font-size: 1.5em;
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .line {
    display: block;
    block-size: 28px;
    max-inline-size: 180px;
  }
  .level {
    grid-area: level;
    display: flex;
    align-items: center;
    gap: 10px;
    line-height: 1.1;
  }
  .level span {
    display: block;
  }
  .level b {
    font-size: 1.9em;
    font-weight: var(--ha-font-weight-medium, 500);
    font-variant-numeric: tabular-nums;
  }
  .badge {
    inline-size: 50px;
    block-size: 54px;
    flex: none;
    filter: drop-shadow(0 3px 6px rgb(0 0 0 / 25%));
  }
  .badge .rim {
    fill: color-mix(in oklab, var(--grade) 70%, #000);
  }
  .badge .face {
    fill: var(--grade);
  }
  .badge .shine {
    fill: #fff;
    opacity: 0.22;
  }
  .badge .mark {
    fill: #fff;
  }
  .progress {
    --fill: linear-gradient(
      90deg,
      color-mix(in oklab, var(--metal) 15%, var(--psn-mark)),
      var(--metal)
    );
    display: flex;
    flex-direction: column;
    gap: 6px;
  }
  .progress .bar {
    block-size: 10px;
    border-radius: 5px;
  }
  .ends {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 8px;
    font-variant-numeric: tabular-nums;
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
    background: color-mix(in srgb, var(--grade) 13%, transparent);
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

  /* As wide as a phone: the name has a line of its own. */
  @container (max-width: 34em) {
    .profile {
      row-gap: 14px;
      padding: 14px;
    }
    .person {
      grid-template: "avatar names" "avatar level" / auto 1fr;
      gap: 2px 14px;
    }
    .names h2 {
      font-size: 1.3em;
      line-height: 1.2;
    }
    .level span {
      display: flex;
      align-items: baseline;
      gap: 6px;
    }
    .level b {
      font-size: 1.4em;
    }
    .badge {
      inline-size: 30px;
      block-size: 32px;
    }
    .counts {
      gap: 6px;
    }
  }
  /* Half of that: two grades in a row, each in one line. */
  @container (max-width: 21em) {
    .profile {
      --size: 44px;
      row-gap: 10px;
      padding: 10px;
    }
    .person {
      grid-template: "avatar level" "names names" / auto 1fr;
      gap: 6px 8px;
    }
    .names h2 {
      font-size: 1.15em;
    }
    .level {
      gap: 6px;
    }
    .level span {
      display: block;
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
    .counts {
      grid-template-columns: 1fr;
    }
  }
  @container (max-width: 11em) {
    .badge {
      display: none;
    }
  }
`;
