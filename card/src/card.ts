import {
  html,
  LitElement,
  nothing,
  type CSSResultGroup,
  type TemplateResult,
} from "lit";
import {
  PROBLEMS,
  type Account,
  type Grade,
  type NewTrophy,
  type Problem,
  type Request,
} from "./contract";
import { reactive } from "./define";
import { icon, trophy } from "./drawings";
import { Format } from "./format";
import type { CardConfig, Hass } from "./hass";
import { LiveView } from "./live-view";
import { Speaker } from "./speaker";
import { frame, shared } from "./styles";
import { say } from "./texts/say";
import type { Texts } from "./texts/shape";
import { tellOfOldCards } from "./toast";

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
  static override properties = reactive("config", "texts", "layout");

  /** The words of the reader, given from outside as soon as they are there. */
  texts!: Texts;
  /** What this page's cards are known by, if that is known. */
  version: string | undefined;

  /** What kind of place it is in; in a "grid" its height may be given. */
  layout: string | undefined;

  protected config: Config | undefined;
  /** Trophies that just came, as `title/trophy`, until that was shown. */
  protected readonly fresh = new Set<string>();
  protected format!: Format;
  protected now = Date.now();
  protected readonly view = new LiveView<Data>(this, (news, state) => {
    if (state.status === "ready") this.welcome(news, state.account);
  });

  protected readonly speaker = new Speaker(this, this.isStatusLine);
  private current: Hass | undefined;
  private clock: ReturnType<typeof setInterval> | undefined;

  set hass(hass: Hass | undefined) {
    const old = this.current;
    this.current = hass;
    if (!hass) return;
    if (old?.locale !== hass.locale || old.language !== hass.language) {
      this.format = new Format(hass);
      this.requestUpdate();
    } else if (old.connection !== hass.connection) {
      this.requestUpdate();
    }
  }

  get hass(): Hass | undefined {
    return this.current;
  }

  /** Take over settings that were checked. */
  setConfig(config: Config): void {
    this.config = config;
  }

  /** What to ask the integration for; the account is added to it. */
  protected abstract request(): Request;
  protected abstract content(
    data: Data,
    account: Account,
  ): TemplateResult | typeof nothing;
  /** Grey shapes where the content is going to be. */
  protected abstract skeleton(): TemplateResult | typeof nothing;

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
    // Once is once: what comes back to the page has been seen.
    this.fresh.clear();
  }

  override willUpdate(): void {
    if (!this.current || !this.config) return;
    this.now = Date.now();
    this.view.watch(this.current.connection, this.withAccount(this.request()));
    const { state } = this.view;
    if (state.status === "ready" && !this.isWordless)
      tellOfOldCards(
        this,
        this.version,
        state.account.cards_version,
        this.texts,
      );
  }

  /** Whether the words are still to come: until then there are shapes only. */
  protected get isWordless(): boolean {
    return !(this.texts as Texts | undefined);
  }

  protected withAccount(request: Request): Request {
    const device_id = this.config?.device_id;
    return device_id ? { ...request, device_id } : request;
  }

  /** Whether somebody gave it so many rows. */
  private get isFixed(): boolean {
    const rows = this.config?.grid_options?.rows;
    return this.layout === "grid" && typeof rows === "number";
  }

  override render(): TemplateResult | typeof nothing {
    if (!this.config || !this.current) return nothing;
    const look = this.isFixed ? "fixed" : "";
    if (this.isWordless) {
      return html`<ha-card class=${look}>
        <header role="none"><h2>&nbsp;</h2></header>
        <div aria-busy="true" class="skeleton">${this.skeleton()}</div>
      </ha-card>`;
    }
    const heading = this.heading();
    const tools = this.tools();
    return html`<ha-card class=${look}>
      ${
        heading || tools !== nothing
          ? html`<header role="none">
              ${heading ? html`<h2>${heading}</h2>` : nothing} ${tools}
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
        this.speaker.speaks();
        return html`<div aria-busy="true" class="skeleton">
          <span class="outside">${this.texts.loading}</span>${this.skeleton()}
        </div>`;
      case "error":
        this.speaker.speaks();
        return this.message(
          errorText(this.texts, view.code),
          ABOUT_ACCOUNT.includes(view.code) ? this.way() : nothing,
        );
      case "ready":
        return html`${this.notes(view.account)}${this.content(view.data, view.account)}`;
    }
  }

  /**
   * Say that something is missing or old, without hiding what is there; where several
   * cards of an account are on the page, once.
   */
  protected notes(account: Account): TemplateResult | typeof nothing {
    const { device_id, library_progress } = account;
    const problem = problemOf(account);
    const isReading = library_progress < 100 && this.readsLibrary();
    const about = problem ?? (isReading ? "library" : "");
    if (!this.speaker.speaks(about && `${device_id}/${about}`)) return nothing;
    if (problem) {
      return html`<div class="notes" role="status">
        ${icon("offline")}<span>${this.texts.problems[problem]}</span>
        ${problem === "login" ? this.way() : nothing}
      </div>`;
    }
    return html`<div class="notes">${this.reading(account)}</div>`;
  }

  /** Write how much of the library was read, and how long it still takes. */
  private reading(account: Account): string {
    const { texts, format, now } = this;
    const end = new Date(now + account.library_minutes_left * MINUTE_MS);
    return say(texts.libraryProgress, {
      percent: format.percent(account.library_progress),
      when: format.ago(end.toISOString(), now),
    });
  }

  /** Whether it says for all other cards of an account what there is to say. */
  protected get isStatusLine(): boolean {
    return false;
  }

  /** Whether what is shown grows while the library is read. */
  protected readsLibrary(): boolean {
    return true;
  }

  protected message(
    text: string,
    more: TemplateResult | typeof nothing = nothing,
    grade: Grade | "" = "",
  ) {
    return html`<div class="message ${grade}" role="status">
      ${trophy(grade || "silver")}<span>${text}</span>${more}
    </div>`;
  }

  /** Lead to the page of the account, whoever may open it. */
  private way(): TemplateResult | typeof nothing {
    if (this.current?.user?.is_admin === false) return nothing;
    return html`<a
      class="action"
      href="/config/integrations/integration/psn_trophies"
      >${this.texts.openAccount}</a
    >`;
  }

  private welcome(news: NewTrophy[], account: Account): void {
    this.fresh.clear();
    for (const earned of news) {
      this.fresh.add(`${earned.title_id}/${earned.trophy_id}`);
    }
    if (news.some(isParty)) void this.party(news, account);
  }

  /** Celebrate; what does it comes when it is first needed. */
  private async party(news: NewTrophy[], account: Account): Promise<void> {
    try {
      const { celebrate } = await import("./celebration");
      celebrate(news, account, this.texts, this.format);
    } catch {
      // A party that nobody can come to. The trophy is on the card all the same.
    }
  }
}

/** Whether a trophy is celebrated, or what it completes. */
const isParty = ({ grade, late, title_progress }: NewTrophy): boolean =>
  !late && (["gold", "platinum"].includes(grade) || title_progress >= 100);

/** Refusals that are mended on the page of the account. */
const ABOUT_ACCOUNT = ["login_refused", "account_not_loaded"];

/** Return why an account is not up to date; what is new to the cards is trouble too. */
function problemOf({ up_to_date, problem }: Account): Problem | undefined {
  if (up_to_date) return undefined;
  return PROBLEMS.find((known) => known === problem) ?? "unreachable";
}

/** Return what to say about a refusal. */
export function errorText(texts: Texts, code: string): string {
  return Object.prototype.hasOwnProperty.call(texts.errors, code)
    ? texts.errors[code as keyof Texts["errors"]]
    : texts.errors.unknown;
}
