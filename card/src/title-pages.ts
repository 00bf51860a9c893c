import type { ListedTitle, Request, TitlePage } from "./contract";
import type { Connection } from "./hass";
import { errorCode, read } from "./live-view";
import { Turns } from "./turns";

export const PAGE_SIZE = 100;
/** How long to wait before reading, so that a fast scroll does not read all it passes. */
const READ_DELAY_MS = 80;

interface Page {
  titles: readonly ListedTitle[];
  /** Whether it fits to the first page: they were true at the same time. */
  fresh: boolean;
}

/**
 * The games of a choice: the first page comes from a subscription, the others are read
 * when they are looked at.
 *
 * A new first page makes the others old. They are shown until they were read again,
 * unless the choice changed and they would be other games.
 */
export class TitlePages {
  /** What the pages are of. */
  request: Request | undefined;

  private readonly pages = new Map<number, Page>();
  private readonly reading = new Set<number>();
  private readonly failures = new Map<number, string>();
  private first: TitlePage | undefined;
  private wanted: [first: number, end: number] = [0, 0];
  private delay: ReturnType<typeof setTimeout> | undefined;
  /** Told anew with every first page, so that answers from before are told apart. */
  private readonly turns = new Turns();

  constructor(private readonly changed: () => void) {}

  get total(): number {
    return this.first?.total ?? 0;
  }

  /** Take over a first page; tells whether the pages are of another choice now. */
  take(first: TitlePage, request: Request): boolean {
    if (first === this.first) return false;
    const isOther = !this.isOf(request);
    this.first = first;
    this.request = request;
    this.turns.next();
    this.reading.clear();
    this.failures.clear();
    if (isOther) this.pages.clear();
    for (const page of this.pages.values()) page.fresh = false;
    this.pages.set(0, { titles: first.titles, fresh: true });
    return isOther;
  }

  /** Tell whether this is what the pages are of, or something that is still to come. */
  isOf(request: Request): boolean {
    return JSON.stringify(request) === JSON.stringify(this.request);
  }

  at(index: number): ListedTitle | undefined {
    const page = this.pages.get(Math.floor(index / PAGE_SIZE));
    return page?.titles[index % PAGE_SIZE];
  }

  /** Return the newest that is known of a title. */
  newest(title: ListedTitle): ListedTitle {
    let newest = title;
    for (const { titles } of this.pages.values()) {
      for (const other of titles) {
        if (
          other.title_id === title.title_id &&
          other.last_update >= newest.last_update
        ) {
          newest = other;
        }
      }
    }
    return newest;
  }

  /** Return why some of these rows are missing; none unless reading them failed. */
  failure(first: number, end: number): string | undefined {
    return pagesOf(first, end)
      .map((page) => this.failures.get(page))
      .find(Boolean);
  }

  retry(): void {
    this.failures.clear();
    this.changed();
  }

  /** Read what is missing or old of these rows. */
  want(first: number, end: number, connection: Connection): void {
    this.wanted = [first, end];
    if (this.delay !== undefined || !this.missing().length) return;
    this.delay = setTimeout(() => {
      this.delay = undefined;
      for (const page of this.missing()) void this.read(page, connection);
    }, READ_DELAY_MS);
  }

  stop(): void {
    clearTimeout(this.delay);
    this.delay = undefined;
  }

  private missing(): number[] {
    const [first, end] = this.wanted;
    return pagesOf(first, Math.min(end, this.total)).filter(
      (page) =>
        !this.pages.get(page)?.fresh &&
        !this.reading.has(page) &&
        !this.failures.has(page),
    );
  }

  private async read(page: number, connection: Connection): Promise<void> {
    if (!this.request) return;
    const isCurrent = this.turns.current();
    this.reading.add(page);
    try {
      const { data } = await read<TitlePage>(connection, {
        ...this.request,
        offset: page * PAGE_SIZE,
      });
      if (!isCurrent()) return;
      this.pages.set(page, { titles: data.titles, fresh: true });
    } catch (error) {
      if (!isCurrent()) return;
      this.failures.set(page, errorCode(error));
    }
    this.reading.delete(page);
    this.changed();
  }
}

/** Return the pages that rows are on. */
function pagesOf(first: number, end: number): number[] {
  const page = Math.floor(first / PAGE_SIZE);
  const count = Math.ceil(end / PAGE_SIZE) - page;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => page + index);
}
