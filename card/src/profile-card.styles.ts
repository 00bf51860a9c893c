import { css } from "lit";

export const profileStyles = css`
  .profile {
    --size: 72px;
    display: flex;
    flex-direction: column;
    gap: 16px;
    flex: 1;
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
  .skeleton {
    display: flex;
    flex: 1;
  }
  .person {
    display: flex;
    align-items: center;
    gap: 16px;
  }
  .person > .picture {
    box-shadow: 0 0 0 3px
      color-mix(in srgb, var(--grade, var(--psn-line)) 70%, transparent);
  }
  .names {
    flex: 1;
    min-inline-size: 0;
  }
  .names h2 {
    margin: 0;
    font-size: 1.5em;
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 1.3;
  }
  .line {
    display: block;
    block-size: 28px;
    max-inline-size: 180px;
  }
  .level {
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
      color-mix(in oklab, var(--grade) 60%, var(--psn-accent)),
      var(--grade)
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
    justify-content: space-between;
    font-variant-numeric: tabular-nums;
  }
  .counts {
    display: grid;
    grid-template-columns: repeat(4, 1fr);
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
  @container (max-width: 360px) {
    .profile {
      --size: 52px;
      padding: 14px;
    }
    .person {
      gap: 10px;
    }
    .names h2 {
      font-size: 1.15em;
    }
    .badge {
      inline-size: 36px;
      block-size: 39px;
    }
    .level b {
      font-size: 1.4em;
    }
    .counts {
      gap: 6px;
    }
  }
`;
