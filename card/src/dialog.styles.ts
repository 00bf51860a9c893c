import { css } from "lit";

export const dialogStyles = css`
  dialog {
    display: none;
    flex-direction: column;
    inline-size: min(560px, 100vw);
    max-inline-size: none;
    max-block-size: min(85dvh, 900px);
    margin: auto;
    padding: 0;
    border: 0;
    border-radius: var(--ha-border-radius-3xl, 24px);
    overflow: hidden;
    background: var(
      --ha-dialog-surface-background,
      var(--card-background-color, #fff)
    );
    color: var(--psn-text);
    box-shadow: 0 16px 64px rgb(0 0 0 / 40%);
  }
  dialog[open] {
    display: flex;
    animation: rise 0.2s ease-out;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  @keyframes rise {
    from {
      transform: translateY(24px);
      opacity: 0;
    }
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 12px 20px 8px 12px;
  }
  h2 {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    line-height: 1.25;
    min-inline-size: 0;
    margin: 0;
    font-size: 1.3em;
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .content {
    flex: 1;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    padding: 0 24px max(24px, env(safe-area-inset-bottom));
  }
  @media (max-width: 600px) {
    dialog {
      inline-size: 100vw;
      block-size: 100dvh;
      max-block-size: none;
      border-radius: 0;
    }
    header {
      padding-block-start: max(12px, env(safe-area-inset-top));
    }
    .content {
      padding-inline: 16px;
    }
  }
`;
