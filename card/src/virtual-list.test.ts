import { beforeEach, describe, expect, it, vi } from "vitest";
import { RowWindow, rowOfKey, type Range } from "./virtual-list";

/** So that rows are 60 pixels high; up to a width of 300 they are 76, up to 240 98. */
const FONT_SIZE = 10;

let scroller: HTMLElement | null;
let resized: () => void;
let observed: Set<Element>;
let observations: number;
let requestUpdate: ReturnType<typeof vi.fn<() => void>>;
let now: number;

beforeEach(() => {
  now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  observed = new Set();
  observations = 0;
  requestUpdate = vi.fn<() => void>();
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(callback: () => void) {
        resized = callback;
      }
      observe(element: Element): void {
        observed.add(element);
        observations += 1;
      }
      disconnect(): void {
        observed.clear();
      }
    },
  );
});

function size(element: HTMLElement, width: number, height: number): void {
  const value = (number: number) => ({ value: number, configurable: true });
  Object.defineProperty(element, "clientWidth", value(width));
  Object.defineProperty(element, "clientHeight", value(height));
}

function box(width: number, height: number): HTMLElement {
  const element = document.createElement("div");
  element.style.fontSize = `${FONT_SIZE}px`;
  size(element, width, height);
  document.body.append(element);
  return element;
}

/** A list that was drawn and measured, with room for ten rows and a half. */
function list(total = 1000, width = 500, height = 630): RowWindow {
  scroller = null;
  const window = new RowWindow(
    {
      addController: vi.fn(),
      removeController: vi.fn(),
      requestUpdate,
      updateComplete: Promise.resolve(true),
    },
    () => scroller,
  );
  window.hostConnected();
  window.draw(total);
  scroller = box(width, height);
  window.hostUpdated();
  resized();
  window.draw(total);
  requestUpdate.mockClear();
  return window;
}

/** Scroll somewhere; slowly, unless it took but so many milliseconds. */
function scroll(window: RowWindow, top: number, took = 1e6): void {
  now += took;
  scroller!.scrollTop = top;
  window.scrolled();
}

describe("the row a key leads to", () => {
  it.each([
    ["ArrowDown", 5, 6],
    ["ArrowDown", 99, 99],
    ["ArrowUp", 5, 4],
    ["ArrowUp", 0, 0],
    ["PageDown", 5, 15],
    ["PageDown", 95, 99],
    ["PageUp", 15, 5],
    ["PageUp", 5, 0],
    ["Home", 50, 0],
    ["End", 50, 99],
    ["Tab", 5, undefined],
    ["Enter", 5, undefined],
    ["a", 5, undefined],
  ])("with %s from %i is %s", (key, row, expected) => {
    expect(rowOfKey(key, row, 100, 10)).toBe(expected);
  });

  it("is the first where there is but one", () => {
    expect(rowOfKey("End", 0, 1, 10)).toBe(0);
    expect(rowOfKey("PageDown", 0, 1, 10)).toBe(0);
  });
});

describe("the rows drawn", () => {
  it.each<[top: number, total: number, drawn: Range]>([
    [0, 1000, { first: 0, end: 16 }],
    [60, 1000, { first: 0, end: 17 }],
    [600, 1000, { first: 5, end: 26 }],
    [640, 1000, { first: 5, end: 27 }],
    [59_370, 1000, { first: 984, end: 1000 }],
    [0, 3, { first: 0, end: 3 }],
    [0, 0, { first: 0, end: 0 }],
  ])("at %i of %i rows have some to spare", (top, total, drawn) => {
    const window = list(total);
    scroll(window, top);
    expect(window.draw(total)).toEqual(drawn);
    expect(window.drawn).toEqual(drawn);
  });

  it.each<[speed: string, took: number, drawn: Range]>([
    ["that of a snail", 100_000, { first: 95, end: 116 }],
    ["a row in what they last", 4_000, { first: 96, end: 117 }],
    ["some rows in what they last", 800, { first: 98, end: 121 }],
    ["a jump", 1, { first: 98, end: 128 }],
    ["a jump in no time", 0, { first: 98, end: 128 }],
  ])("are more ahead the faster the list goes: %s", (_, took, drawn) => {
    const window = list();
    scroll(window, 5400);
    scroll(window, 6000, took);
    expect(window.draw(1000)).toEqual(drawn);
    // Told once more where it is, it still goes there.
    window.scrolled();
    expect(window.draw(1000)).toEqual(drawn);
    expect(window.seen).toEqual({ first: 100, end: 111 });
  });

  it("are more before where the list goes back, until it stands", () => {
    const window = list();
    scroll(window, 6600);
    scroll(window, 6000, 1);
    expect(window.draw(1000)).toEqual({ first: 83, end: 113 });
    scroll(window, 5940);
    expect(window.draw(1000)).toEqual({ first: 94, end: 115 });
  });

  it("are those at the end after the list got shorter", () => {
    const window = list();
    scroll(window, 30_000);
    expect(window.draw(20)).toEqual({ first: 4, end: 20 });
    expect(window.seen).toEqual({ first: 10, end: 20 });
    expect(window.draw(4)).toEqual({ first: 0, end: 4 });
    expect(window.seen).toEqual({ first: 0, end: 4 });
  });

  it("are enough for a screen before anything was measured", () => {
    scroller = null;
    const window = new RowWindow(
      {
        addController: vi.fn(),
        removeController: vi.fn(),
        requestUpdate,
        updateComplete: Promise.resolve(true),
      },
      () => null,
    );
    window.reveal(50);
    const { first, end } = window.draw(1000);
    expect(first).toBe(0);
    expect(end * window.rowHeight).toBeGreaterThanOrEqual(560);
    expect(end).toBeLessThan(20);
  });
});

describe("the rows seen", () => {
  it.each<[top: number, seen: Range]>([
    [0, { first: 0, end: 11 }],
    [600, { first: 10, end: 21 }],
    [610, { first: 11, end: 21 }],
  ])("at %i leave out one that is cut off at the top", (top, seen) => {
    const window = list();
    scroll(window, top);
    expect(window.seen).toEqual(seen);
  });

  it("have at least one, however low the list is", () => {
    const window = list(1000, 500, 20);
    scroll(window, 70);
    expect(window.seen).toEqual({ first: 1, end: 2 });
    expect(window.rowsInView).toBe(1);
  });
});

describe("scrolling", () => {
  it("asks for an update only when other rows are to be drawn", () => {
    const window = list();
    scroll(window, 600);
    expect(requestUpdate).toHaveBeenCalledOnce();
    window.draw(1000);
    scroll(window, 600);
    expect(requestUpdate).toHaveBeenCalledOnce();
    scroll(window, 631);
    expect(requestUpdate).toHaveBeenCalledTimes(2);
    window.draw(1000);
    scroll(window, 659);
    expect(requestUpdate).toHaveBeenCalledTimes(2);
    scroll(window, 661);
    expect(requestUpdate).toHaveBeenCalledTimes(3);
  });

  it.each([
    ["stays where the row is in view", 12, 600],
    ["goes up just as far as it must", 8, 480],
    ["goes down just as far as it must", 20, 630],
    ["goes up to show a row that is cut off", 9, 540],
  ])("to a row %s", (_, row, top) => {
    const window = list();
    scroll(window, 600);
    window.reveal(row);
    expect(scroller!.scrollTop).toBe(top);
    const { first, end } = window.seen;
    expect(row).toBeGreaterThanOrEqual(first);
    expect(row).toBeLessThan(end);
  });

  it("goes to the first row where none is named", () => {
    const window = list();
    scroll(window, 600);
    window.draw(1000);
    window.reveal();
    expect(scroller!.scrollTop).toBe(0);
    expect(window.draw(1000).first).toBe(0);
  });
});

describe("the size of the list", () => {
  it("is not asked for before the browser tells it: that would cost a layout", () => {
    const asked = vi.spyOn(HTMLElement.prototype, "clientHeight", "get");
    scroller = document.createElement("div");
    const window = new RowWindow(
      {
        addController: vi.fn(),
        removeController: vi.fn(),
        requestUpdate,
        updateComplete: Promise.resolve(true),
      },
      () => scroller,
    );
    window.hostUpdated();
    window.draw(1000);
    expect(asked).not.toHaveBeenCalled();
    resized();
    expect(asked).toHaveBeenCalled();
  });

  it.each([
    [301, "", 60],
    [300, "narrow", 76],
    [241, "narrow", 76],
    [240, "narrow tiny", 98],
    [0, "", 60],
  ])("of %i pixels makes rows %j", (width, look, rowHeight) => {
    const window = list(1000, width, rowHeight * 10.5);
    expect(window.look).toBe(look);
    expect(window.rowHeight).toBe(rowHeight);
  });

  it("is noticed when it changes, and what was in view stays there", () => {
    const window = list();
    scroll(window, 600);
    size(scroller!, 250, 798);
    resized();
    expect(requestUpdate).toHaveBeenCalled();
    expect(window.look).toBe("narrow");
    expect(scroller!.scrollTop).toBe(760);
    expect(window.seen).toEqual({ first: 10, end: 21 });
    size(scroller!, 400, 630);
    resized();
    expect(window.look).toBe("");
    expect(window.seen).toEqual({ first: 10, end: 21 });
  });

  it("makes more rows drawn where it grows", () => {
    const window = list();
    size(scroller!, 500, 1230);
    resized();
    expect(requestUpdate).toHaveBeenCalledOnce();
    expect(window.draw(1000)).toEqual({ first: 0, end: 26 });
    expect(window.rowsInView).toBe(20);
  });

  it.each([
    ["which end within a row stay as they are", 1000, 630, 60],
    ["hardly cut off move apart", 1000, 656, 62],
    ["of which the last is whole move apart", 1000, 600, 63],
    ["of which hardly one is cut off move apart", 1000, 610, 64],
    ["which are all in view stay as they are", 10, 600, 60],
    ["of which two have no room stay as they are", 1000, 70, 60],
  ])("makes rows %s", (_, total, height, rowHeight) => {
    expect(list(total, 500, height).rowHeight).toBe(rowHeight);
  });

  it("is watched while the list is there, once", () => {
    const window = list();
    window.hostUpdated();
    expect([...observed]).toEqual([scroller]);
    expect(observations).toBe(1);
    scroller = box(500, 330);
    window.hostUpdated();
    resized();
    expect([...observed]).toEqual([scroller]);
    expect(window.rowsInView).toBe(5);
    scroller = null;
    window.hostUpdated();
    expect(observed.size).toBe(0);
  });

  it("is measured anew when the card comes back to the page", () => {
    const window = list();
    window.hostDisconnected();
    expect(observed.size).toBe(0);
    window.hostConnected();
    expect(requestUpdate).toHaveBeenCalledOnce();
    size(scroller!, 500, 330);
    window.hostUpdated();
    expect([...observed]).toEqual([scroller]);
    resized();
    expect(window.rowsInView).toBe(5);
  });
});
