import { css } from "lit";

export const celebrationStyles = css`
  :host {
    position: fixed;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 24px 16px;
    padding-block-start: max(24px, env(safe-area-inset-top));
    border: 0;
    background: none;
    overflow: hidden;
    pointer-events: none;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    place-items: start center;
    font-size: var(--ha-font-size-m, 14px);
    --psn-text: #fff;
    --psn-muted: #c9d8e6;
    --psn-surface: #0d1c2e;
  }
  :host(.platinum) {
    place-items: center;
  }
  .night {
    position: fixed;
    inset: 0;
    background: radial-gradient(circle, rgb(9 22 38 / 82%), rgb(5 12 22 / 55%));
    animation: dawn 9s both;
  }
  .banner {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: clamp(16px, 3vmin, 40px);
    inline-size: min(920px, 100%);
    max-block-size: 100%;
    overflow: hidden;
    padding: clamp(20px, 5vmin, 56px);
    border-radius: 28px;
    background: linear-gradient(150deg, #1d4468, #0d1c2e 60%, #14304c);
    box-shadow:
      0 0 0 2px #5aa3d6,
      0 0 90px 10px rgb(90 163 214 / 45%),
      0 24px 80px rgb(0 0 0 / 60%);
    animation:
      arrive 0.7s cubic-bezier(0.2, 1.4, 0.4, 1) both,
      leave 0.6s 8.4s ease-in both;
    --size: clamp(112px, 26vmin, 220px);
  }
  .backdrop img {
    filter: blur(3px) saturate(1.3);
    mask-image: linear-gradient(rgb(0 0 0 / 38%), rgb(0 0 0 / 12%));
  }
  .rays {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
  }
  .rays::before {
    content: "";
    position: absolute;
    inset: -90%;
    background: repeating-conic-gradient(
      rgb(169 214 245 / 30%) 0 9deg,
      transparent 9deg 20deg
    );
    mask-image: radial-gradient(closest-side, #000 30%, transparent);
    animation: turn 40s linear infinite;
  }
  .rays .picture {
    border-radius: 16%;
    background: #24527a;
    box-shadow: 0 12px 40px rgb(0 0 0 / 55%);
  }
  .rays .picture > svg {
    opacity: 1;
  }
  .words {
    position: relative;
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .banner .words {
    flex: 1 1 240px;
    gap: 4px;
    font-size: clamp(16px, 2.6vmin, 24px);
    line-height: 1.3;
  }
  .banner b {
    color: #bfe2fb;
    font-size: clamp(44px, 11vmin, 104px);
    font-weight: 700;
    letter-spacing: -0.02em;
    line-height: 1.05;
  }
  strong {
    font-size: 1.35em;
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .line {
    display: flex;
    align-items: center;
    gap: 12px;
    max-inline-size: min(440px, 100%);
    padding: 10px 22px 10px 10px;
    padding-inline: 10px 22px;
    border-radius: 34px;
    background: #0d1c2e;
    box-shadow:
      0 0 0 1.5px var(--grade),
      0 10px 36px rgb(0 0 0 / 45%);
    animation:
      arrive 0.5s cubic-bezier(0.2, 1.2, 0.4, 1) both,
      leave 0.4s 4.6s ease-in both;
    --size: 48px;
    line-height: 1.35;
  }
  .line .picture {
    border-radius: 50%;
  }
  .line b {
    color: color-mix(in oklab, var(--grade) 60%, #fff);
  }
  i {
    position: fixed;
    inset-block-start: -20px;
    inline-size: 10px;
    block-size: 17px;
    border-radius: 2px;
    animation: fall linear both;
  }
  @keyframes arrive {
    from {
      transform: translateY(-40px) scale(0.8);
      opacity: 0;
    }
  }
  @keyframes leave {
    to {
      opacity: 0;
    }
  }
  @keyframes dawn {
    0%,
    100% {
      opacity: 0;
    }
    8%,
    92% {
      opacity: 1;
    }
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  @keyframes fall {
    to {
      transform: translate(var(--drift), 108vh) rotate(var(--turn));
      opacity: 0.85;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    i {
      display: none;
    }
  }
`;
