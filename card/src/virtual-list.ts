import type { ReactiveController, ReactiveControllerHost } from "lit";
import { apart } from "./list-end";

/** How many rows are drawn before and after those in view. */
const SPARE = 5;
/** How long the rows ahead have to last while the list is scrolled, in milliseconds. */
const AHEAD_MS = 400;
/** How many more there are at most because of that, and fewest behind. */
const MOST_AHEAD = 12;
const LEAST_BEHIND = 2;
/** What is taken for true until the list was measured, in pixels. */
const ASSUMED = { height: 560, fontSize: 14 };
/** How rows look up to which width of the list, and how high they are, in sizes of the font. */
const ROWS = [
  { look: "narrow tiny", upTo: 24, height: 9.8 },
  { look: "narrow", upTo: 30, height: 7.6 },
  { look: "", upTo: Infinity, height: 6 },
] as const;
const [, , WIDE] = ROWS;

/** Rows from one up to, but without, another. */
export interface Range {
  first: number;
  end: number;
}

/** Tells which rows of a long list are in view; only those are worth drawing. */
export class RowWindow implements ReactiveController {
  look: string = WIDE.look;
  rowHeight = WIDE.height * ASSUMED.fontSize;
  drawn: Range = { first: 0, end: 0 };

  private scroller: HTMLElement | null = null;
  private total = 0;
  private top = 0;
  /** When it was scrolled there, and how many rows will soon be in view; upwards below 0. */
  private time = 0;
  private ahead = 0;
  private height = ASSUMED.height;
  /** Tells the first size as well, when it is known anyhow: asking for it costs a layout. */
  private readonly observer = new ResizeObserver(() => this.measure());

  constructor(
    private readonly host: ReactiveControllerHost,
    /** Finds the element that scrolls, once it is there. */
    private readonly find: () => HTMLElement | null,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    const scroller = this.find();
    if (scroller === this.scroller) return;
    this.observer.disconnect();
    this.scroller = scroller;
    if (scroller) this.observer.observe(scroller);
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.observer.disconnect();
    this.scroller = null;
  }

  /** Return the rows to draw of so many. */
  draw(total: number): Range {
    this.total = total;
    this.drawn = this.worthDrawing;
    return this.drawn;
  }

  /** Return the rows that can be seen as a whole. */
  get seen(): Range {
    const { first, end } = this.range(0, 0);
    const isCut = first * this.rowHeight < this.shownTop;
    return { first: isCut ? Math.min(first + 1, end - 1) : first, end };
  }

  /** How many rows there are room for. */
  get rowsInView(): number {
    return Math.max(1, Math.floor(this.height / this.rowHeight));
  }

  /** Take note that the list was scrolled. */
  readonly scrolled = (): void => {
    this.move(this.scroller?.scrollTop ?? 0);
    const { first, end } = this.worthDrawing;
    if (first !== this.drawn.first || end !== this.drawn.end) {
      this.host.requestUpdate();
    }
  };

  /** Scroll just as far as a row is in view; without one, to the first. */
  reveal(row = 0): void {
    if (!this.scroller) return;
    const top = row * this.rowHeight;
    const least = top + this.rowHeight - this.height;
    this.scroller.scrollTop = Math.max(least, Math.min(this.top, top));
    this.scrolled();
  }

  /** Take note of where it was scrolled to, and how fast. */
  private move(top: number): void {
    if (top === this.top) return;
    const now = performance.now();
    const speed = (top - this.top) / (now - this.time);
    const rows = Math.trunc((speed * AHEAD_MS) / this.rowHeight);
    this.ahead = Math.max(-MOST_AHEAD, Math.min(rows, MOST_AHEAD));
    this.top = top;
    this.time = now;
  }

  /** The rows in view and some to spare: browsers scroll on while the next are drawn. */
  private get worthDrawing(): Range {
    return this.range(
      Math.max(LEAST_BEHIND, SPARE - this.ahead),
      Math.max(LEAST_BEHIND, SPARE + this.ahead),
    );
  }

  private get shownTop(): number {
    // After the list got shorter, the browser scrolls back only once it was drawn.
    const most = this.total * this.rowHeight - this.height;
    return Math.max(0, Math.min(this.top, most));
  }

  private range(before: number, after: number): Range {
    const { total, rowHeight, height, shownTop: top } = this;
    return {
      first: Math.max(0, Math.floor(top / rowHeight) - before),
      end: Math.min(total, Math.ceil((top + height) / rowHeight) + after),
    };
  }

  /** Return how high rows have to be at least so that the list ends within one. */
  private fitting(rowHeight: number): number {
    const { height, total } = this;
    const count = Math.min(total, Math.ceil(height / rowHeight) + 1);
    const tops = Array.from({ length: count + 1 }, (_, row) => row * rowHeight);
    return rowHeight + Math.ceil(apart(height, tops));
  }

  private measure(): void {
    if (!this.scroller) return;
    const { clientHeight: height, clientWidth: width } = this.scroller;
    const fontSize =
      parseFloat(getComputedStyle(this.scroller).fontSize) || ASSUMED.fontSize;
    const fits = ({ upTo }: { upTo: number }) => width <= upTo * fontSize;
    const rows = (width > 0 && ROWS.find(fits)) || WIDE;
    this.height = height || ASSUMED.height;
    const rowHeight = this.fitting(Math.round(fontSize * rows.height));
    if (rowHeight !== this.rowHeight || rows.look !== this.look) {
      this.look = rows.look;
      // What was in view stays there.
      this.scroller.scrollTop *= rowHeight / this.rowHeight;
      this.rowHeight = rowHeight;
      this.host.requestUpdate();
    }
    this.scrolled();
  }
}

/** Return the row a key leads to from another; none for keys that mean something else. */
export function rowOfKey(
  key: string,
  row: number,
  total: number,
  page: number,
): number | undefined {
  const rows: Record<string, number> = {
    ArrowUp: row - 1,
    ArrowDown: row + 1,
    PageUp: row - page,
    PageDown: row + page,
    Home: 0,
    End: total - 1,
  };
  const target = rows[key];
  return target === undefined
    ? undefined
    : Math.max(0, Math.min(target, total - 1));
}
