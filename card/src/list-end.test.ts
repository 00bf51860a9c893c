import { describe, expect, it } from "vitest";
import { apart } from "./list-end";

/** Where rows of these heights begin, and the last one ends. */
const tops = (...heights: number[]): number[] =>
  heights.reduce((all, height) => [...all, all[all.length - 1]! + height], [0]);

/** How much of the row that is cut off can be seen. */
function shown(room: number, heights: number[]): number {
  const wider = heights.map((height) => height + apart(room, tops(...heights)));
  const all = tops(...wider);
  const cut = all.findIndex((_, row) => all[row + 1]! > room);
  return (room - all[cut]!) / wider[cut]!;
}

describe("the end of a list", () => {
  it("is left alone where everything is in view", () => {
    expect(apart(300, tops(100, 100, 100))).toBe(0);
    expect(apart(900, tops(100, 100, 100))).toBe(0);
    expect(apart(300, [0])).toBe(0);
    expect(apart(0, [])).toBe(0);
  });

  it("is left alone within a row", () => {
    expect(apart(230, tops(100, 100, 100))).toBe(0);
    expect(apart(255, tops(100, 100, 100))).toBe(0);
  });

  it("is left alone where there is no room for two rows", () => {
    expect(apart(110, tops(100, 100, 100))).toBe(0);
    expect(apart(40, tops(100, 100, 100))).toBe(0);
  });

  it("is moved into the row that is nearly whole", () => {
    expect(shown(290, [100, 100, 100, 100])).toBeCloseTo(0.6);
    expect(shown(300, [100, 100, 100, 100])).toBeCloseTo(0.6);
  });

  it("is moved back into the row before where one only begins", () => {
    expect(shown(310, [100, 100, 100, 100])).toBeCloseTo(0.6);
  });

  it("is found among rows of any height", () => {
    for (let room = 300; room < 700; room += 7) {
      const share = shown(room, [130, 80, 80, 95, 80, 130, 80, 80, 80]);
      expect(share).toBeGreaterThan(0.299);
      expect(share).toBeLessThan(0.601);
    }
  });

  it("never makes rows lower", () => {
    for (let room = 1; room < 900; room += 3) {
      expect(apart(room, tops(...Array<number>(20).fill(88)))).toBeLessThan(70);
      expect(
        apart(room, tops(...Array<number>(20).fill(88))),
      ).toBeGreaterThanOrEqual(0);
    }
  });
});
