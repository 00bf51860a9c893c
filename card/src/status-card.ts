import { html, nothing, type TemplateResult } from "lit";
import { TrophyCard } from "./card";
import type { Profile, Request } from "./contract";
import { define } from "./define";
import type { CardConfig } from "./hass";
import { statusStyles } from "./status-card.styles";

/** Says in one line what all cards of an account would say; else it is not there. */
export class StatusCard extends TrophyCard<CardConfig, Profile> {
  static override styles = [TrophyCard.styles, statusStyles];

  protected request(): Request {
    return { view: "profile" };
  }

  protected override get isStatusLine(): boolean {
    return true;
  }

  override render(): TemplateResult | typeof nothing {
    const content = this.content();
    this.hide(content === nothing);
    return content === nothing ? nothing : html`<ha-card>${content}</ha-card>`;
  }

  protected content(): TemplateResult | typeof nothing {
    const { state } = this.view;
    if (!this.isWordless && state.status === "ready")
      return this.notes(state.account);
    this.speaker.speaks();
    return nothing;
  }

  protected skeleton(): typeof nothing {
    return nothing;
  }

  /** Tell Home Assistant whether there is anything to see. */
  private hide(isHidden: boolean): void {
    const { host } = this.getRootNode() as ShadowRoot;
    if (!(host instanceof HTMLElement) || host.hidden === isHidden) return;
    host.hidden = isHidden;
    host.dispatchEvent(new Event("card-visibility-changed"));
  }
}

define("psn-trophies-status", StatusCard);
