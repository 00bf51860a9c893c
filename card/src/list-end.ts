import type { ReactiveController, ReactiveControllerHost } from "lit";

/** How much of its last row a list shows at least and at most, so that more is hinted at. */
const LEAST = 0.25;
const MOST = 0.75;

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
  private apart = 0;
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
    const edges = [...list.children].flatMap((row, index) => {
      const { offsetTop, offsetHeight } = row as HTMLElement;
      const top = offsetTop - list.offsetTop - index * this.apart;
      return [top, top + offsetHeight - this.apart];
    });
    // Each row ends where the next begins.
    const tops = edges.filter((_, edge) => !(edge % 2));
    const wanted = apart(list.clientHeight, [...tops, ...edges.slice(-1)]);
    if (Math.abs(wanted - this.apart) < 0.5) return;
    this.apart = wanted;
    // What is observed must not change while that is told.
    requestAnimationFrame(() => {
      list.style.setProperty("--apart", `${wanted}px`);
    });
  }
}
