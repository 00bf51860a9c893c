import type { ReactiveController, ReactiveControllerHost } from "lit";

/** How much of its last row a list shows at least and at most, so that its text is cut. */
const LEAST = 0.3;
const MOST = 0.6;
/** What tells the rows of a list how far they are apart. */
const APART = "--apart";

/**
 * Return how far rows have to move apart, in pixels each, so that a list ends within one.
 *
 * `tops` is where each row begins, and where the last one ends.
 */
export function apart(room: number, tops: readonly number[]): number {
  const last = tops.findIndex((_, row) => (tops[row + 1] ?? Infinity) > room);
  const aim = (row: number, share: number): number => {
    const [top = 0, end = 0] = tops.slice(row);
    return (room - top - share * (end - top)) / (row + share);
  };
  const [top = 0, end] = tops.slice(last);
  // All of them are in view, or hardly one.
  if (end === undefined || last < 1) return 0;
  const share = (room - top) / (end - top);
  if (share > MOST) return aim(last, MOST);
  return share < LEAST && last > 1 ? aim(last - 1, MOST) : 0;
}

/** Keeps the end of a list of rows of any height within a row. */
export class ListEnd implements ReactiveController {
  /** Tells once after each layout: asking for it earlier would cost one. */
  private readonly observer = new ResizeObserver(() => this.measure());

  constructor(
    host: ReactiveControllerHost,
    /** Finds the element that scrolls, once it is there. */
    private readonly find: () => HTMLElement | null,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    this.observer.disconnect();
    const list = this.find();
    if (list) this.observer.observe(list);
  }

  hostDisconnected(): void {
    this.observer.disconnect();
  }

  private measure(): void {
    const list = this.find();
    if (!list) return;
    const now = parseFloat(list.style.getPropertyValue(APART)) || 0;
    const edges = [...list.children].flatMap((row, index) => {
      const { offsetTop, offsetHeight } = row as HTMLElement;
      const top = offsetTop - list.offsetTop - index * now;
      return [top, top + offsetHeight - now];
    });
    // Each row ends where the next begins.
    const tops = edges.filter((_, edge) => !(edge % 2));
    const wanted = apart(list.clientHeight, [...tops, ...edges.slice(-1)]);
    if (Math.abs(wanted - now) < 0.5) return;
    // What is observed must not change while that is told.
    requestAnimationFrame(() => {
      list.style.setProperty(APART, `${wanted}px`);
    });
  }
}
