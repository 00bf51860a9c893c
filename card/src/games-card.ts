import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { TrophyCard } from "./card";
import type {
  Account,
  ListedTitle,
  Platform,
  Request,
  TitlePage,
  TitleSort,
  TitleStatus,
} from "./contract";
import { define, reactive } from "./define";
import { gameControls, type Choice } from "./game-controls";
import { GameList } from "./game-list";
import { emptyRow, type Writing } from "./game-row";
import { gamesStyles } from "./games-card.styles";
import type { CardConfig } from "./hass";
import { sayCount } from "./texts/say";
import "./title-dialog";
import { PAGE_SIZE, TitlePages } from "./title-pages";
import { titleParts } from "./title-parts.styles";

const SEARCH_DELAY_MS = 200;

export interface GamesConfig extends CardConfig {
  sort?: TitleSort;
  status?: TitleStatus;
  platform?: Platform | Platform[];
  show_controls?: boolean;
}

/** All games with their progress, to sort, filter and open; thousands if need be. */
export class GamesCard extends TrophyCard<GamesConfig, TitlePage> {
  static override styles = [TrophyCard.styles, titleParts, gamesStyles];
  static override properties = reactive("choice", "typed", "opened", "isOpen");

  private choice: Choice = { ...choiceOf({}), search: "" };
  private typed = "";
  private opened: ListedTitle | undefined;
  /** Whether order and filters are open where there is little room for them. */
  private isOpen = false;

  private readonly pages = new TitlePages(() => this.requestUpdate());
  private readonly list = new GameList(this, this.pages, (title) => {
    this.opened = title;
  });
  private isReplaced = false;
  private searching: ReturnType<typeof setTimeout> | undefined;

  override setConfig(config: GamesConfig): void {
    super.setConfig(config);
    this.choose(choiceOf(config));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.searching);
    this.pages.stop();
  }

  protected request(): Request {
    const { sort, status, platform, search } = this.choice;
    return {
      view: "titles",
      sort,
      limit: PAGE_SIZE,
      ...(status ? { status } : {}),
      ...(platform.length ? { platform } : {}),
      ...(search ? { search } : {}),
    };
  }

  override willUpdate(): void {
    super.willUpdate();
    const { state } = this.view;
    if (state.status !== "ready") return;
    this.isReplaced = this.pages.take(
      state.data,
      this.withAccount(this.request()),
    );
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.isReplaced) {
      this.isReplaced = false;
      this.list.toTop();
    }
    if (!this.hass || this.isWaiting) return;
    const { first, end } = this.list.drawn;
    this.pages.want(first, end, this.hass.connection);
  }

  override render(): TemplateResult {
    return html`${super.render()}${this.opened ? this.dialog(this.opened) : nothing}`;
  }

  protected override heading(): string {
    return this.config?.title ?? this.texts.gamesTitle;
  }

  protected override tools(): TemplateResult | typeof nothing {
    if (this.view.state.status !== "ready") return nothing;
    const { total } = this.pages;
    return html`<span class="muted small" role="status"
      ><bdi
        >${sayCount(this.texts, this.texts.games, total, this.format.number(total))}</bdi
      ></span
    >`;
  }

  protected content(
    { platforms }: TitlePage,
    { library_progress }: Account,
  ): TemplateResult {
    const { texts } = this;
    const { status, platform, search } = this.choice;
    const isFiltered = !!(status || search || platform.length);
    // Somebody who has games, and looks for those without platinum among all of them.
    const isAllPlatinum =
      status === "platinum_missing" &&
      !search &&
      !platform.length &&
      platforms.length > 0 &&
      library_progress >= 100;
    // While it is waited for all again, the search keeps the focus.
    if (!this.pages.total && !isFiltered && !this.isWaiting)
      return this.message(texts.noGames);
    return html`${
      this.hasControls
        ? gameControls({
            texts,
            choice: this.choice,
            typed: this.typed,
            platforms,
            several: platformsOf(this.config),
            isOpen: this.isOpen,
            toggle: this.toggle,
            search: this.search,
            choose: this.choose,
          })
        : nothing
    }
    ${
      this.pages.total
        ? this.list.draw(this.writing, {
            label: this.heading() || texts.gamesTitle,
            isWaiting: this.isWaiting,
          })
        : this.message(
            isAllPlatinum ? texts.allPlatinum : texts.noGamesFound,
            this.hasControls
              ? html`<button class="action" @click=${this.showAll}>
                  ${texts.clearFilters}
                </button>`
              : nothing,
            isAllPlatinum ? "platinum" : "",
          )
    }`;
  }

  private get writing(): Writing {
    const { texts, format, now, pages } = this;
    return { texts, format, now, sort: pages.request?.sort ?? "recent" };
  }

  private get hasControls(): boolean {
    return this.config?.show_controls !== false;
  }

  /** Whether the games of another choice are shown until those of this one come. */
  private get isWaiting(): boolean {
    return !this.pages.isOf(this.withAccount(this.request()));
  }

  private readonly choose = (change: Partial<Choice>): void => {
    this.choice = { ...this.choice, ...change };
  };

  private readonly toggle = (): void => {
    this.isOpen = !this.isOpen;
  };

  private readonly search = (typed: string): void => {
    this.typed = typed;
    clearTimeout(this.searching);
    this.searching = setTimeout(() => {
      this.choose({ search: this.typed.trim() });
    }, SEARCH_DELAY_MS);
  };

  private showAll(): void {
    clearTimeout(this.searching);
    this.typed = "";
    this.choose({ status: "", platform: [], search: "" });
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLElement>("input")?.focus();
    });
  }

  private dialog(opened: ListedTitle): TemplateResult {
    return html`<psn-trophies-title-dialog
      .connection=${this.hass?.connection}
      .deviceId=${this.config?.device_id}
      .listed=${this.pages.newest(opened)}
      .texts=${this.texts}
      .format=${this.format}
      @closed=${() => {
        this.opened = undefined;
      }}
    ></psn-trophies-title-dialog>`;
  }

  protected skeleton(): TemplateResult {
    return html`${
      this.hasControls
        ? html`<div class="controls"><span class="bone field"></span></div>`
        : nothing
    }${Array.from(
      { length: 6 },
      () => html`<div class="row">${emptyRow()}</div>`,
    )}`;
  }
}

/** Return what the settings choose; a search is never among it. */
function choiceOf(config: Partial<GamesConfig>): Omit<Choice, "search"> {
  return {
    sort: config.sort ?? "recent",
    status: config.status ?? "",
    platform: platformsOf(config),
  };
}

function platformsOf(config: Partial<GamesConfig> | undefined): Platform[] {
  return [config?.platform ?? []].flat();
}

define("psn-trophies-games", GamesCard);
