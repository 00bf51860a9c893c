import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  MockConnection,
  listedTitle,
  settle,
  titlePages,
  titles,
} from "../test/mock-hass";
import type { ListedTitle, Request, TitlePage } from "./contract";
import { PAGE_SIZE, TitlePages } from "./title-pages";

const DELAY = 80;
const RECENT: Request = { view: "titles", sort: "recent", limit: PAGE_SIZE };
const BY_NAME: Request = { ...RECENT, sort: "name" };

let all: ListedTitle[];
let connection: MockConnection;
let changed: ReturnType<typeof vi.fn<() => void>>;
let pages: TitlePages;

beforeEach(() => {
  vi.useFakeTimers();
  all = titles(450);
  connection = new MockConnection({
    titles: (request: Request) => titlePages(all)(request),
  });
  changed = vi.fn<() => void>();
  pages = new TitlePages(changed);
});

afterEach(() => {
  pages.stop();
  vi.useRealTimers();
});

const firstPage = (): TitlePage => titlePages(all)(RECENT);
const name = (row: number) => pages.at(row)?.title_name;
const offsets = () => connection.reads.map(({ offset }) => offset);

/** Look at rows until what is missing of them was read. */
async function look(first: number, end = first + 10): Promise<void> {
  pages.want(first, end, connection);
  vi.advanceTimersByTime(DELAY);
  await settle();
}

/** Let all games have another name, as if they had changed. */
function rename(): void {
  all = all.map((title) => ({
    ...title,
    title_name: `New ${title.title_name}`,
  }));
}

describe("the first page", () => {
  it("is there at once, and is never read", async () => {
    expect(pages.total).toBe(0);
    expect(pages.take(firstPage(), RECENT)).toBe(true);
    expect(pages.total).toBe(450);
    expect(name(0)).toBe("Game 1");
    expect(name(99)).toBe("Game 100");
    expect(name(100)).toBeUndefined();
    await look(0, 100);
    expect(offsets()).toEqual([]);
  });

  it("is taken over once", () => {
    const page = firstPage();
    pages.take(page, RECENT);
    expect(pages.take(page, BY_NAME)).toBe(false);
    expect(pages.isOf(RECENT)).toBe(true);
  });
});

describe("another page", () => {
  beforeEach(() => {
    pages.take(firstPage(), RECENT);
  });

  it("is read once when it is wanted", async () => {
    await look(100);
    expect(connection.reads).toEqual([
      { type: "psn_trophies/read", ...RECENT, offset: 100 },
    ]);
    expect(changed).toHaveBeenCalledOnce();
    expect(name(100)).toBe("Game 101");
    expect(name(199)).toBe("Game 200");
    await look(150);
    expect(offsets()).toEqual([100]);
  });

  it("is not asked for again while it is on its way", async () => {
    connection.hold();
    await look(100);
    await look(120);
    expect(offsets()).toEqual([100]);
    connection.release();
    await settle();
    expect(name(120)).toBe("Game 121");
  });

  it("is read together with its neighbour where both are in view", async () => {
    await look(195, 205);
    expect(offsets()).toEqual([100, 200]);
    expect([name(199), name(200)]).toEqual(["Game 200", "Game 201"]);
  });

  it("is not read beyond the last game", async () => {
    await look(440, 600);
    expect(offsets()).toEqual([400]);
    expect(name(449)).toBe("Game 450");
    expect(name(450)).toBeUndefined();
  });

  it("is read after a short while", async () => {
    pages.want(100, 110, connection);
    vi.advanceTimersByTime(DELAY - 1);
    await settle();
    expect(offsets()).toEqual([]);
    vi.advanceTimersByTime(1);
    await settle();
    expect(offsets()).toEqual([100]);
  });

  it("is not read where a fast scroll only passes it", async () => {
    for (const row of [110, 210, 310, 410]) {
      pages.want(row, row + 10, connection);
      vi.advanceTimersByTime(DELAY / 5);
    }
    await look(410);
    expect(offsets()).toEqual([400]);
  });

  it("is not read where the scroll comes back in time", async () => {
    pages.want(210, 220, connection);
    vi.advanceTimersByTime(DELAY - 1);
    await look(0);
    expect(offsets()).toEqual([]);
  });

  it("is not read after the card was taken away", async () => {
    pages.want(100, 110, connection);
    pages.want(200, 210, connection);
    pages.stop();
    vi.advanceTimersByTime(DELAY);
    await settle();
    expect(offsets()).toEqual([]);
    await look(100);
    expect(offsets()).toEqual([100]);
  });
});

describe("a new first page", () => {
  it("leaves the others shown until they were read again", async () => {
    pages.take(firstPage(), RECENT);
    await look(100);
    await look(200);
    rename();
    expect(pages.take(firstPage(), { ...RECENT })).toBe(false);
    expect(name(0)).toBe("New Game 1");
    expect(name(100)).toBe("Game 101");
    await look(100);
    expect(name(100)).toBe("New Game 101");
    expect(name(200)).toBe("Game 201");
    expect(offsets()).toEqual([100, 200, 100]);
  });

  it("makes answers that are still to come too old", async () => {
    pages.take(firstPage(), RECENT);
    connection.hold();
    await look(100);
    rename();
    pages.take(firstPage(), RECENT);
    connection.release();
    await settle();
    expect(name(100)).toBeUndefined();
    expect(changed).not.toHaveBeenCalled();
    await look(100);
    expect(name(100)).toBe("New Game 101");
  });

  it("makes failures that are still to come too old", async () => {
    pages.take(firstPage(), RECENT);
    connection.fail("rate_limited");
    connection.hold();
    await look(100);
    pages.take(firstPage(), RECENT);
    connection.release();
    await settle();
    expect(pages.failure(100, 110)).toBeUndefined();
  });

  it("does not let an older answer replace a newer one", async () => {
    pages.take(firstPage(), RECENT);
    connection.hold();
    await look(100);
    rename();
    pages.take(firstPage(), RECENT);
    await look(100);
    connection.release({ newestFirst: true });
    await settle();
    expect(name(100)).toBe("New Game 101");
  });

  it("of another choice clears the others", async () => {
    pages.take(firstPage(), RECENT);
    await look(100);
    expect(pages.isOf(BY_NAME)).toBe(false);
    expect(pages.take(firstPage(), BY_NAME)).toBe(true);
    expect(pages.isOf(BY_NAME)).toBe(true);
    expect(name(0)).toBe("Game 1");
    expect(name(100)).toBeUndefined();
    await look(100);
    expect(connection.reads[connection.reads.length - 1]).toMatchObject({
      sort: "name",
    });
  });

  it("takes a failure back", async () => {
    pages.take(firstPage(), RECENT);
    connection.fail("rate_limited");
    await look(100);
    connection.fail();
    pages.take(firstPage(), RECENT);
    expect(pages.failure(100, 110)).toBeUndefined();
    await look(100);
    expect(name(100)).toBe("Game 101");
  });
});

describe("a page that could not be read", () => {
  beforeEach(async () => {
    pages.take(firstPage(), RECENT);
    connection.fail("rate_limited");
    await look(100);
    connection.fail();
  });

  it.each([
    [100, 110, "rate_limited"],
    [195, 205, "rate_limited"],
    [0, 101, "rate_limited"],
    [0, 100, undefined],
    [200, 210, undefined],
    [0, 0, undefined],
  ])("is told of among the rows %i to %i: %s", (first, end, expected) => {
    expect(changed).toHaveBeenCalledOnce();
    expect(pages.failure(first, end)).toBe(expected);
  });

  it("is not read again by itself", async () => {
    await look(100);
    expect(offsets()).toEqual([100]);
  });

  it("is read again when asked to", async () => {
    pages.retry();
    expect(changed).toHaveBeenCalledTimes(2);
    expect(pages.failure(100, 110)).toBeUndefined();
    await look(100);
    expect(name(100)).toBe("Game 101");
  });
});

describe("the newest of a game", () => {
  const opened = listedTitle(1, { last_update: "2026-03-01T12:00:00+00:00" });

  it.each([
    ["the one listed where it is newer", "2026-03-02T12:00:00+00:00", 75],
    ["the one listed where both are as old", opened.last_update, 75],
    ["the one it was where what is listed is older", "2026-02-01", 50],
  ])("is %s", (_, last_update, progress) => {
    all[0] = listedTitle(1, { last_update, progress: 75 });
    pages.take(firstPage(), RECENT);
    expect(pages.newest(opened).progress).toBe(progress);
  });

  it("may be on any page", async () => {
    const newer = listedTitle(1, { last_update: "2026-03-02T12:00:00+00:00" });
    all = [...titles(151).slice(1), newer];
    pages.take(firstPage(), RECENT);
    expect(pages.newest(opened)).toBe(opened);
    await look(150);
    expect(pages.newest(opened)).toBe(newer);
  });

  it("is what it was where it is not listed", () => {
    expect(pages.newest(opened)).toBe(opened);
    all = titles(450).slice(1);
    pages.take(firstPage(), RECENT);
    expect(pages.newest(opened)).toBe(opened);
  });
});
