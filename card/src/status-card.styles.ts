import { css } from "lit";

export const statusStyles = css`
  /* As wide as what it says, in the middle. */
  ha-card {
    inline-size: fit-content;
    max-inline-size: 100%;
    margin-inline: auto;
    border-radius: 28px;
    container-type: normal;
  }
  .notes,
  .notes:first-child {
    flex-wrap: wrap;
    justify-content: center;
    min-block-size: 44px;
    padding: 6px 20px;
    color: var(--psn-text);
    text-align: center;
  }
`;
