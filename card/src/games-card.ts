import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import {
  TrophyCard,
  checkChoice,
  choice,
  configForm,
  errorText,
  stubConfig,
} from "./card";
import {
  PLATFORMS,
  TITLE_SORTS,
  TITLE_STATUSES,
  type ListedTitle,
  type Platform,
  type Request,
  type TitlePage,
  type TitleSort,
  type TitleStatus,
} from "./contract";
import { reactive } from "./define";
import { gameControls, type Choice } from "./game-controls";
import { emptyRow, gameRow, type Writing } from "./game-row";
import { gamesStyles } from "./games-card.styles";
import type { CardConfig, ConfigForm, GridOptions, Hass } from "./hass";
import { pageTexts } from "./texts";
import "./title-dialog";
import { PAGE_SIZE, TitlePages } from "./title-pages";
import { titleParts } from "./title-parts.styles";
import { RowWindow, rowOfKey } from "./virtual-list";

/** How high the list gets where nothing else says so, in pixels. */
const MOST_HEIGHT = 560;
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
  static override properties = reactive("choice", "typed", "opened");

  private choice: Choice = { ...choiceOf({}), search: "" };
  private typed = "";
  private opened: ListedTitle | undefined;

  private readonly pages = new TitlePages(() => this.requestUpdate());
  private readonly window = new RowWindow(this, () =>
    this.renderRoot.querySelector<HTMLElement>(".scroller"),
  );
  /** The row that has the focus, or had it last. */
  private row = 0;
  private hasFocus = false;
  private isReplaced = false;
  private searching: ReturnType<typeof setTimeout> | undefined;

  static getStubConfig(hass: Hass): object {
    return stubConfig(hass);
  }

  static getConfigForm(): ConfigForm {
    return configForm((texts) => [
      { name: "title", selector: { text: {} } },
      choice("sort", texts.sorts),
      choice("status", texts.statuses),
      choice("platform", texts.platforms, { multiple: true }),
      { name: "show_controls", default: true, selector: { boolean: {} } },
    ]);
  }

  override setConfig(config: GamesConfig): void {
    checkChoice(config, "sort", TITLE_SORTS);
    checkChoice(config, "status", TITLE_STATUSES);
    checkChoice(config, "platform", PLATFORMS);
    if (!["undefined", "boolean"].includes(typeof config.show_controls)) {
      throw new Error(pageTexts().config.yesOrNo("show_controls"));
    }
    super.setConfig(config);
    this.choose(choiceOf(config));
  }

  getCardSize(): number {
    return 13;
  }

  getGridOptions(): GridOptions {
    return { columns: 12, rows: 8, min_columns: 6, min_rows: 5 };
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
      this.row = 0;
      this.window.reveal();
    }
    if (!this.hass || this.isWaiting) return;
    const { first, end } = this.window.drawn;
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
      >${this.texts.games(total, this.format.number(total))}</span
    >`;
  }

  protected content({ platforms }: TitlePage): TemplateResult {
    const { texts } = this;
    const { status, platform, search } = this.choice;
    const isFiltered = !!(status || search || platform.length);
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
            search: this.search,
            choose: this.choose,
          })
        : nothing
    }
    ${
      this.pages.total
        ? this.list()
        : this.message(
            texts.noGamesFound,
            this.hasControls
              ? html`<button class="action" @click=${this.showAll}>
                  ${texts.clearFilters}
                </button>`
              : nothing,
          )
    }`;
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

  private list(): TemplateResult {
    const { pages, window, texts } = this;
    const { total } = pages;
    const drawn = window.draw(total);
    const rows = Array.from(
      { length: drawn.end - drawn.first },
      (_, index) => drawn.first + index,
    );
    const { first, end } = window.seen;
    this.row = Math.min(this.row, total - 1);
    if (this.hasFocus) {
      // It would lose the focus if it were not there any more.
      if (this.row < drawn.first) rows.unshift(this.row);
      if (this.row >= drawn.end) rows.push(this.row);
    } else if (this.row < first || this.row >= end) {
      this.row = first;
    }
    const writing: Writing = {
      texts,
      format: this.format,
      now: this.now,
      sort: pages.request?.sort ?? "recent",
    };
    const failure = pages.failure(drawn.first, drawn.end);
    return html`<div
        class="scroller ${window.isNarrow ? "narrow" : ""}"
        style="flex-basis:${Math.min(total * window.rowHeight, MOST_HEIGHT)}px"
        @scroll=${window.scrolled}
      >
        <div
          role="list"
          aria-label=${this.heading() || texts.gamesTitle}
          aria-busy=${this.isWaiting}
          style="block-size:${total * window.rowHeight}px"
          @keydown=${this.moveFocus}
          @focusin=${this.takeFocus}
          @focusout=${this.loseFocus}
        >
          ${repeat(
            rows,
            (row) => row,
            (row) => this.item(row, writing),
          )}
        </div>
      </div>
      ${
        failure
          ? html`<div class="failure" role="alert">
              <span>${errorText(texts, failure)}</span>
              <button class="action" @click=${() => pages.retry()}>
                ${texts.retry}
              </button>
            </div>`
          : nothing
      }`;
  }

  /** Draw a row; its button stays the same, whatever game comes into it. */
  private item(row: number, writing: Writing): TemplateResult {
    const title = this.pages.at(row);
    const { rowHeight } = this.window;
    return html`<div
      role="listitem"
      class="row"
      style="inset-block-start:${row * rowHeight}px;block-size:${rowHeight}px"
      aria-setsize=${this.pages.total}
      aria-posinset=${row + 1}
    >
      <button
        data-row=${row}
        tabindex=${row === this.row ? 0 : -1}
        aria-haspopup=${title ? "dialog" : nothing}
        aria-disabled=${title ? nothing : "true"}
        aria-label=${title ? nothing : writing.texts.loading}
        @click=${this.open}
      >
        ${title ? gameRow(title, writing) : emptyRow()}
      </button>
    </div>`;
  }

  private open(event: Event): void {
    const button = event.currentTarget as HTMLButtonElement;
    // Not every browser does so, and the dialog gives the focus back.
    button.focus();
    this.opened = this.pages.at(Number(button.dataset["row"]));
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

  private takeFocus(event: Event): void {
    this.hasFocus = true;
    const row = Number((event.target as HTMLElement).dataset["row"]);
    if (row === this.row) return;
    this.row = row;
    this.requestUpdate();
  }

  private loseFocus(): void {
    this.hasFocus = false;
  }

  private moveFocus(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { total } = this.pages;
    const page = this.window.rowsInView;
    const row = rowOfKey(event.key, this.row, total, page);
    if (row === undefined) return;
    event.preventDefault();
    this.row = row;
    this.window.reveal(row);
    this.requestUpdate();
    void this.updateComplete.then(() => {
      this.renderRoot
        .querySelector<HTMLElement>(`[data-row="${row}"]`)
        ?.focus({ preventScroll: true });
    });
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
