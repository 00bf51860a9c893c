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
    padding: 0;
    border: 0;
    background: none;
    overflow: hidden;
    pointer-events: none;
    display: grid;
    place-items: start center;
  }
  .banner {
    display: flex;
    align-items: center;
    gap: 16px;
    margin: max(24px, env(safe-area-inset-top)) 16px 0;
    padding: 16px 24px 16px 16px;
    max-inline-size: min(480px, calc(100vw - 32px));
    border-radius: 20px;
    border: 2px solid #5aa3d6;
    background: #10243a;
    color: #fff;
    box-shadow: 0 12px 48px rgb(16 36 58 / 55%);
    animation: arrive 0.5s cubic-bezier(0.2, 1.4, 0.4, 1) both;
    --size: 64px;
    --psn-surface: #10243a;
  }
  .banner b {
    display: block;
    font-size: 1.25em;
    color: #a9d6f5;
  }
  .banner span span {
    display: block;
    overflow-wrap: anywhere;
  }
  i {
    position: fixed;
    inset-block-start: -20px;
    inline-size: 9px;
    block-size: 15px;
    border-radius: 2px;
    animation: fall linear both;
  }
  @keyframes arrive {
    from {
      transform: translateY(-120%) scale(0.8);
      opacity: 0;
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
