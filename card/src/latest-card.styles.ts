import { css } from "lit";

export const latestStyles = css`
  ul {
    --size: 52px;
    margin: 0;
    padding: 0 0 8px;
    list-style: none;
  }
  .skeleton {
    --size: 52px;
    padding-block-end: 8px;
  }
  li button,
  .row {
    display: flex;
    align-items: center;
    gap: 14px;
    inline-size: 100%;
    min-block-size: 72px;
    padding: 8px 16px;
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
  .name {
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
  @container (max-width: 360px) {
    li button,
    .row {
      gap: 10px;
      padding-inline: 12px;
    }
    ul,
    .skeleton {
      --size: 44px;
    }
    .grade .label {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
