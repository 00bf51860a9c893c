import { stubConfig } from "./accounts";
import { checkText, configForm } from "./form";
import type { CardConfig, ConfigForm, GridOptions, Hass } from "./hass";
import { STATUS, type CardKind } from "./kinds";
import { earlyTexts, loadTexts, readTexts } from "./texts/languages";
import type { CardName, Texts } from "./texts/shape";

/** How long to wait before fetching again what did not come, in milliseconds. */
const RETRY_MS = [2_000, 5_000, 15_000, 60_000];
/** What a masonry layout counts in, in pixels. */
const ROW = 50;

/** The card itself, as its code defines it. */
interface Shown extends HTMLElement {
  hass: Hass | undefined;
  texts: Texts | undefined;
  version: string | undefined;
  layout: string | undefined;
  setConfig(config: CardConfig): void;
}

/** What the cards on this page are known by: it stands in the address of this file. */
export const VERSION = /-([\da-f]{16})\.js/.exec(import.meta.url)?.[1];

/**
 * A card until its code is there, and its frame afterwards.
 *
 * Home Assistant finds it on every page, with its form and its size, and so never says
 * that it does not exist; code and language come when it is put onto the page.
 */
export abstract class CardStub extends HTMLElement {
  protected abstract readonly card: CardName | "status";
  protected abstract readonly kind: CardKind;

  private config: CardConfig | undefined;
  private home: Hass | undefined;
  private place: string | undefined;
  private shown: Shown | undefined;
  private isLoading = false;
  private failures = 0;

  constructor() {
    super();
    const style = document.createElement("style");
    style.textContent = STYLES;
    this.attachShadow({ mode: "open" }).append(style);
  }

  static getStubConfig(hass: Hass): object {
    return stubConfig(hass);
  }

  /** Take over the settings; throws an Error with what is wrong in them. */
  setConfig(config: CardConfig): void {
    const settings = config as unknown as Record<string, unknown>;
    this.kind.check(settings);
    checkText(settings, "device_id");
    checkText(settings, "title");
    this.config = config;
    if (this.shown) this.shown.setConfig(config);
    else if (this.isConnected) void this.load();
  }

  set hass(hass: Hass | undefined) {
    const old = this.home;
    this.home = hass;
    if (this.shown) this.shown.hass = hass;
    if (hass && old?.language !== hass.language) void this.speak();
  }

  get hass(): Hass | undefined {
    return this.home;
  }

  /** Where Home Assistant puts it. */
  set layout(place: string | undefined) {
    this.place = place;
    if (this.shown) this.shown.layout = place;
  }

  get layout(): string | undefined {
    return this.place;
  }

  getCardSize(): number {
    return this.kind.size(this.config as Record<string, unknown> | undefined);
  }

  getGridOptions(): GridOptions {
    return this.kind.grid;
  }

  connectedCallback(): void {
    if (this.config) void this.load();
    // Words that did not come before the card left are not tried again by themselves.
    if (this.shown && this.home && !readTexts(this.home.language))
      void this.speak();
  }

  protected get isShown(): boolean {
    return !!this.shown;
  }

  /** Fetch the code and put the card into its frame. */
  private async load(): Promise<void> {
    if (this.shown || this.isLoading) return;
    this.isLoading = true;
    if (!this.failures) this.fill(this.room(""));
    try {
      await this.kind.load();
      this.show();
    } catch {
      this.fail();
    }
    this.isLoading = false;
  }

  private show(): void {
    if (!this.config) return;
    const shown = document.createElement(`psn-trophies-${this.card}`) as Shown;
    shown.version = VERSION;
    shown.layout = this.place;
    shown.texts = this.home && readTexts(this.home.language);
    shown.setConfig(this.config);
    shown.hass = this.home;
    this.shown = shown;
    this.fill(shown);
  }

  /** Give the card the words of the reader. */
  private async speak(): Promise<void> {
    const language = this.home?.language;
    if (language === undefined) return;
    try {
      const texts = await loadTexts(language);
      if (this.shown && language === this.home?.language)
        this.shown.texts = texts;
    } catch {
      this.later(() => void this.speak());
    }
  }

  private fail(): void {
    const { notLoaded, reload } = earlyTexts(this.home?.language);
    const button = document.createElement("button");
    button.textContent = reload;
    button.addEventListener("click", () => {
      location.reload();
    });
    const room = this.room(notLoaded);
    room.append(button);
    this.fill(room);
    this.later(() => void this.load());
  }

  private later(again: () => void): void {
    setTimeout(
      () => {
        if (this.isConnected) again();
      },
      RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)],
    );
    this.failures += 1;
  }

  /** Return a card as high as the one that is to come, with a text in it. */
  protected room(text: string): HTMLElement {
    const room = document.createElement("ha-card");
    // Where the height is given from outside, it is that.
    room.style.flexBasis = `${this.getCardSize() * ROW}px`;
    const says = document.createElement("p");
    says.textContent = text;
    room.append(says);
    room.setAttribute("aria-busy", String(!text));
    return room;
  }

  private fill(content: HTMLElement): void {
    const root = this.shadowRoot;
    root?.querySelector("style ~ *")?.remove();
    root?.append(content);
  }
}

const STYLES = `:host{display:flex;flex-direction:column;height:100%}
ha-card{flex:1 1 auto;min-height:0;overflow:hidden;display:grid;place-content:center;justify-items:center;gap:12px;box-sizing:border-box;padding:16px;text-align:center}
p{margin:0}
button{font:inherit;color:var(--primary-color);background:none;border:1px solid;border-radius:18px;padding:8px 16px;cursor:pointer}`;

/** The line of a dashboard: it is there, and at work, before there is anything to see. */
export class StatusStub extends CardStub {
  protected readonly card = "status";
  protected readonly kind = STATUS;
  /** Home Assistant takes others out of the page while they are hidden. */
  readonly connectedWhileHidden = true;

  override connectedCallback(): void {
    // Until it knows better; a constructor must not set attributes.
    if (!this.isShown) this.hidden = true;
    super.connectedCallback();
  }

  protected override room(): HTMLElement {
    return document.createElement("div");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "psn-trophies-status-card": StatusStub;
  }
}

/** Return the element that stands for a card on every page. */
export function stubOf(card: CardName, kind: CardKind) {
  return class extends CardStub {
    protected readonly card = card;
    protected readonly kind = kind;

    static async getConfigForm(): Promise<ConfigForm> {
      const texts = await loadTexts();
      return configForm(texts, kind.fields(texts));
    }
  };
}
