import { html, LitElement, type TemplateResult } from "lit";
import { define, reactive } from "./define";
import { dialogStyles } from "./dialog.styles";
import { icon } from "./drawings";
import { shared } from "./styles";

/**
 * A dialog in the look of Home Assistant: full screen on a phone, a sheet elsewhere.
 *
 * The browser's own: it keeps the focus, closes with Escape, and gives the focus back.
 * Fires `closed` when it was closed, however that happened.
 */
export class TrophyDialog extends LitElement {
  static override styles = [shared, dialogStyles];
  static override properties = reactive("heading", "closeLabel");

  heading = "";
  closeLabel = "";

  override render(): TemplateResult {
    return html`<dialog
      aria-labelledby="heading"
      @close=${this.closed}
      @click=${this.clicked}
    >
      <header>
        <button
          class="round"
          aria-label=${this.closeLabel}
          title=${this.closeLabel}
          @click=${this.close}
        >
          ${icon("close")}
        </button>
        <h2 id="heading" dir="auto">${this.heading}</h2>
      </header>
      <div class="content"><slot></slot></div>
    </dialog>`;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  override firstUpdated(): void {
    this.dialog?.showModal();
  }

  /** Off the page it is no longer above it, and would come back as a broken box. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.closed();
  }

  close(): void {
    this.dialog?.close();
  }

  private closed(): void {
    this.dispatchEvent(new CustomEvent("closed"));
  }

  /** Close where the backdrop was clicked: it belongs to the dialog's own box. */
  private clicked(event: MouseEvent): void {
    if (event.target === this.dialog) this.close();
  }
}

define("psn-trophies-dialog", TrophyDialog);
