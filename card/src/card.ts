import {
  html,
  LitElement,
  nothing,
  type CSSResultGroup,
  type TemplateResult,
} from "lit";
import { celebrate } from "./celebration";
import { DOMAIN, type Account, type NewTrophy, type Request } from "./contract";
import { reactive } from "./define";
import { icon, trophy } from "./drawings";
import { Format } from "./format";
import type {
  CardConfig,
  ConfigForm,
  FormField,
  GridOptions,
  Hass,
} from "./hass";
import { LiveView } from "./live-view";
import { frame, shared } from "./styles";
import { pageTexts, textsFor, type Texts } from "./texts";

const MINUTE_MS = 60_000;

/**
 * What all cards share: the account they follow, their frame, and the states in which
 * there is nothing to show.
 *
 * A card is drawn again when its own view changes or the user's language does, and
 * once a minute, as it may tell times; never because some entity changed.
 */
export abstract class TrophyCard<
  Config extends CardConfig,
  Data,
> extends LitElement {
  static override styles: CSSResultGroup = [shared, frame];
  static override properties = reactive("config");

  protected config: Config | undefined;
  /** Trophies earned while the card was on the page, as `title/trophy`. */
  protected readonly fresh = new Set<string>();
  protected texts: Texts = pageTexts();
  protected format!: Format;
  protected now = Date.now();
  protected readonly view = new LiveView<Data>(this, (news) => {
    this.welcome(news);
  });

  private current: Hass | undefined;
  private clock: ReturnType<typeof setInterval> | undefined;

  set hass(hass: Hass | undefined) {
    const old = this.current;
    this.current = hass;
    if (!hass) return;
    if (old?.locale !== hass.locale || old.language !== hass.language) {
      this.texts = textsFor(hass.language);
      this.format = new Format(hass);
      this.requestUpdate();
    } else if (old.connection !== hass.connection) {
      this.requestUpdate();
    }
  }

  get hass(): Hass | undefined {
    return this.current;
  }

  /** Take over the settings; throws an Error with what is wrong in them. */
  setConfig(config: Config): void {
    for (const name of ["device_id", "title"] as const) {
      if (config[name] !== undefined && typeof config[name] !== "string") {
        throw new Error(pageTexts().config.text(name));
      }
    }
    this.config = config;
  }

  /** What this card shows, in masonry layouts: 1 is 50 pixels. */
  abstract getCardSize(): number;
  abstract getGridOptions(): GridOptions;

  /** What to ask the integration for; the account is added to it. */
  protected abstract request(): Request;
  protected abstract content(data: Data, account: Account): TemplateResult;
  /** Grey shapes where the content is going to be. */
  protected abstract skeleton(): TemplateResult;

  /** The heading; none where the content has one of its own. */
  protected heading(): string {
    return this.config?.title ?? "";
  }

  /** What stands beside the heading, in all states. */
  protected tools(): TemplateResult | typeof nothing {
    return nothing;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = setInterval(() => {
      this.now = Date.now();
      this.requestUpdate();
    }, MINUTE_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  override willUpdate(): void {
    if (!this.current || !this.config) return;
    this.now = Date.now();
    this.view.watch(this.current.connection, this.withAccount(this.request()));
  }

  protected withAccount(request: Request): Request {
    const device_id = this.config?.device_id;
    return device_id ? { ...request, device_id } : request;
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.config || !this.current) return nothing;
    const heading = this.heading();
    const tools = this.tools();
    return html`<ha-card>
      ${
        heading || tools !== nothing
          ? html`<header role="none">
              ${heading ? html`<h2 class="one-line">${heading}</h2>` : nothing}
              ${tools}
            </header>`
          : nothing
      }
      ${this.body()}
    </ha-card>`;
  }

  private body(): TemplateResult {
    const view = this.view.state;
    switch (view.status) {
      case "loading":
        return html`<div aria-busy="true" class="skeleton">
          <span class="outside">${this.texts.loading}</span>${this.skeleton()}
        </div>`;
      case "error":
        return this.message(errorText(this.texts, view.code));
      case "ready":
        return html`${this.notes(view.account)}${this.content(view.data, view.account)}`;
    }
  }

  /** Say that something is missing or old, without hiding what is there. */
  private notes(account: Account): TemplateResult | typeof nothing {
    if (!account.up_to_date) {
      return html`<div class="notes" role="status">
        ${icon("offline")}${this.texts.notUpToDate}
      </div>`;
    }
    if (account.library_progress < 100 && this.readsLibrary()) {
      return html`<div class="notes">
        ${this.texts.libraryProgress(this.format.percent(account.library_progress))}
      </div>`;
    }
    return nothing;
  }

  /** Whether what is shown grows while the library is read. */
  protected readsLibrary(): boolean {
    return true;
  }

  protected message(
    text: string,
    more: TemplateResult | typeof nothing = nothing,
  ) {
    return html`<div class="message" role="status">
      ${trophy("silver")}<span>${text}</span>${more}
    </div>`;
  }

  private welcome(news: NewTrophy[]): void {
    for (const earned of news) {
      this.fresh.add(`${earned.title_id}/${earned.trophy_id}`);
      celebrate(earned, this.texts);
    }
  }
}

/** Return what to say about a refusal. */
export function errorText(texts: Texts, code: string): string {
  return Object.hasOwn(texts.errors, code)
    ? texts.errors[code as keyof Texts["errors"]]
    : texts.errors.unknown;
}

/** Return the accounts that the frontend knows, as ids of their devices. */
export function accounts(hass: Pick<Hass, "entities">): string[] {
  const found = new Set<string>();
  for (const entity of Object.values(hass.entities)) {
    if (entity.platform === DOMAIN && entity.device_id)
      found.add(entity.device_id);
  }
  return [...found];
}

/** Return the settings a new card begins with: the account only where one must choose. */
export function stubConfig(hass: Pick<Hass, "entities">): {
  device_id?: string;
} {
  const [first, ...others] = accounts(hass);
  return first && others.length ? { device_id: first } : {};
}

/** Return a form with the account, and whatever else a card can be told. */
export function configForm(fields: (texts: Texts) => FormField[]): ConfigForm {
  const texts = pageTexts();
  const labels: Record<string, string | undefined> = texts.form;
  return {
    schema: [
      {
        name: "device_id",
        selector: { device: { filter: [{ integration: DOMAIN }] } },
      },
      ...fields(texts),
    ],
    computeLabel: (field) => labels[field.name] ?? field.name,
    computeHelper: (field) => labels[`${field.name}_help`],
  };
}

/** Return a field in which one of several is chosen, or several of them. */
export function choice(
  name: string,
  labels: Record<string, string>,
  options: { multiple?: boolean } = {},
): FormField {
  return {
    name,
    selector: {
      select: {
        mode: options.multiple ? "list" : "dropdown",
        multiple: options.multiple ?? false,
        options: Object.entries(labels).map(([value, label]) => ({
          value,
          label,
        })),
      },
    },
  };
}

/** Throw an Error unless the setting is missing or one of the choices. */
export function checkChoice(
  config: object,
  name: string,
  choices: readonly string[],
): void {
  const value = (config as Record<string, unknown>)[name];
  const values =
    value === undefined ? [] : Array.isArray(value) ? value : [value];
  if (!values.every((one) => choices.includes(one as string))) {
    throw new Error(pageTexts().config.choice(name, choices.join(", ")));
  }
}
