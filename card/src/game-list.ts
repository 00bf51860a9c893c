import { html, nothing, type LitElement, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { errorText } from "./card";
import type { ListedTitle } from "./contract";
import { emptyRow, gameRow, type Writing } from "./game-row";
import type { TitlePages } from "./title-pages";
import { RowWindow, rowOfKey, type Range } from "./virtual-list";

/** How high the list gets where nothing else says so, in pixels. */
const MOST_HEIGHT = 560;

interface Look {
  /** What the list is called. */
  label: string;
  /** Whether the games of another choice are shown until those of this one come. */
  isWaiting: boolean;
}

/** The rows of a card of games: which are drawn, and which of them has the focus. */
export class GameList {
  private readonly window: RowWindow;
  /** The row that has the focus, or had it last. */
  private row = 0;
  private hasFocus = false;

  constructor(
    private readonly host: LitElement,
    private readonly pages: TitlePages,
    private readonly open: (title: ListedTitle | undefined) => void,
  ) {
    this.window = new RowWindow(host, () =>
      host.renderRoot.querySelector<HTMLElement>(".scroller"),
    );
  }

  /** The rows that are drawn, of which the games are wanted. */
  get drawn(): Range {
    return this.window.drawn;
  }

  /** Begin with the first row again. */
  toTop(): void {
    this.row = 0;
    this.window.reveal();
  }

  draw(writing: Writing, { label, isWaiting }: Look): TemplateResult {
    const { pages, window } = this;
    const { total } = pages;
    const drawn = window.draw(total);
    const rows = this.rows(drawn);
    return html`<div
        class="scroller ${window.look}"
        style="flex-basis:${Math.min(total * window.rowHeight, MOST_HEIGHT)}px"
        @scroll=${window.scrolled}
      >
        <div
          role="list"
          aria-label=${label}
          aria-busy=${isWaiting}
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
      ${this.failure(drawn, writing)}`;
  }

  /** Return the rows to draw, and keep the focus where it is. */
  private rows(drawn: Range): number[] {
    const { total } = this.pages;
    const rows = Array.from(
      { length: drawn.end - drawn.first },
      (_, index) => drawn.first + index,
    );
    const { first, end } = this.window.seen;
    this.row = Math.min(this.row, total - 1);
    if (this.hasFocus) {
      // It would lose the focus if it were not there any more.
      if (this.row < drawn.first) rows.unshift(this.row);
      if (this.row >= drawn.end) rows.push(this.row);
    } else if (this.row < first || this.row >= end) {
      this.row = first;
    }
    return rows;
  }

  private failure(
    { first, end }: Range,
    { texts }: Writing,
  ): TemplateResult | typeof nothing {
    const failure = this.pages.failure(first, end);
    if (!failure) return nothing;
    return html`<div class="failure" role="alert">
      <span>${errorText(texts, failure)}</span>
      <button class="action" @click=${() => this.pages.retry()}>
        ${texts.retry}
      </button>
    </div>`;
  }

  /** Draw a row; its button stays the same, whatever game comes into it. */
  private item(row: number, writing: Writing): TemplateResult {
    const title = this.pages.at(row);
    const { texts, format, now, sort } = writing;
    const { rowHeight } = this.window;
    return html`<div
      role="listitem"
      class="row"
      style="transform:translateY(${row * rowHeight}px);block-size:${rowHeight}px"
      aria-setsize=${this.pages.total}
      aria-posinset=${row + 1}
    >
      <button
        data-row=${row}
        tabindex=${row === this.row ? 0 : -1}
        aria-haspopup=${title ? "dialog" : nothing}
        aria-disabled=${title ? nothing : "true"}
        aria-label=${title ? nothing : texts.loading}
        @click=${this.clicked}
      >
        ${
          // Scrolling draws the list anew in each frame, and most rows are as they were.
          guard([title, texts, format, now, sort], () =>
            title ? gameRow(title, writing) : emptyRow(),
          )
        }
      </button>
    </div>`;
  }

  private readonly clicked = (event: Event): void => {
    const button = event.currentTarget as HTMLButtonElement;
    // Not every browser does so, and the dialog gives the focus back.
    button.focus();
    this.open(this.pages.at(Number(button.dataset["row"])));
  };

  private readonly takeFocus = (event: Event): void => {
    this.hasFocus = true;
    const row = Number((event.target as HTMLElement).dataset["row"]);
    if (row === this.row) return;
    this.row = row;
    this.host.requestUpdate();
  };

  private readonly loseFocus = (): void => {
    this.hasFocus = false;
  };

  private readonly moveFocus = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { total } = this.pages;
    const page = this.window.rowsInView;
    const row = rowOfKey(event.key, this.row, total, page);
    if (row === undefined) return;
    event.preventDefault();
    this.row = row;
    this.window.reveal(row);
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => {
      this.host.renderRoot
        .querySelector<HTMLElement>(`[data-row="${row}"]`)
        ?.focus({ preventScroll: true });
    });
  };
}
