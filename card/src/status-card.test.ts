import { afterEach, describe, expect, it, vi } from "vitest";
import {
  ACCOUNT,
  find,
  findAll,
  homeWith,
  mockHass,
  settle,
  showCard,
  textOf,
  type MockHass,
} from "../test/mock-hass";
import "./index";
import { LatestCard } from "./latest-card";

afterEach(() => {
  document.body.replaceChildren();
});

/** The line as a dashboard places it, and how often it told that it came or went. */
async function place(hass: MockHass) {
  const line = document.createElement("psn-trophies-status-card");
  const told = vi.fn();
  line.addEventListener("card-visibility-changed", told);
  line.setConfig({ type: "custom:psn-trophies-status-card" });
  line.hass = hass;
  document.body.append(line);
  const shown = await vi.waitFor(() => find(line, "psn-trophies-status"));
  await settle(shown as never);
  return { line, told, shown };
}

const notes = (card: Element): string[] => findAll(card, ".notes").map(textOf);

describe("the line of a dashboard", () => {
  it("is not there while there is nothing to say", async () => {
    const { line, told, shown } = await place(mockHass());
    expect(line.hidden).toBe(true);
    expect(findAll(shown, "ha-card")).toHaveLength(0);
    expect(told).not.toHaveBeenCalled();
    // Home Assistant would take it from the page, and it could never come.
    expect(line.connectedWhileHidden).toBe(true);
  });

  it("is hidden before it knows anything", () => {
    const line = document.createElement("psn-trophies-status-card");
    document.body.append(line);
    expect(line.hidden).toBe(true);
  });

  it("comes and goes with what there is to say", async () => {
    const hass = homeWith({
      device_id: "line",
      library_progress: 40,
      library_minutes_left: 9,
    });
    const { line, told, shown } = await place(hass);
    expect(line.hidden).toBe(false);
    expect(notes(shown)).toEqual([
      "Your library is still being read: 40%, done in 9 minutes",
    ]);
    expect(told).toHaveBeenCalledOnce();
    hass.connection.account = { ...ACCOUNT, device_id: "line" };
    hass.connection.push();
    await settle(shown as never);
    expect(line.hidden).toBe(true);
    expect(told).toHaveBeenCalledTimes(2);
    hass.connection.account = {
      ...ACCOUNT,
      device_id: "line",
      up_to_date: false,
      problem: "unreachable",
    };
    hass.connection.push();
    await settle(shown as never);
    expect(line.hidden).toBe(false);
    expect(notes(shown)[0]).toContain("could not be reached");
  });

  it("leads to the account where its login has ended", async () => {
    const hass = homeWith({
      device_id: "ended",
      up_to_date: false,
      problem: "login",
    });
    const { shown } = await place(hass);
    expect(find(shown, "a").getAttribute("href")).toContain("psn_trophies");
  });

  it("speaks for all cards, also for those that were there before", async () => {
    const hass = homeWith({ device_id: "all", library_progress: 40 });
    const card = await showCard(new LatestCard(), hass);
    expect(notes(card)).toHaveLength(1);
    const { line, shown } = await place(hass);
    await settle(card);
    expect(notes(card)).toEqual([]);
    expect(notes(shown)).toHaveLength(1);
    const other = await showCard(new LatestCard(), hass);
    expect(notes(other)).toEqual([]);
    line.remove();
    await settle(card, other);
    expect([...notes(card), ...notes(other)]).toHaveLength(1);
  });
});
