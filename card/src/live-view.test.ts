import { LitElement } from "lit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  dayList,
  mockHass,
  newTrophy,
  settle,
  textOf,
  type MockConnection,
} from "../test/mock-hass";
import {
  COMMAND_SUBSCRIBE,
  type DayList,
  type NewTrophy,
  type Request,
} from "./contract";
import type { Connection } from "./hass";
import { LiveView, errorCode } from "./live-view";

/** As small as a card can be: shows a year, or why there is none. */
class Host extends LitElement {
  readonly heard: NewTrophy[][] = [];
  private readonly view = new LiveView<DayList>(this, (news) => {
    this.heard.push(news);
  });
  private followed: [Connection, Request] | undefined;

  follow(connection: Connection, request: Request): void {
    this.followed = [connection, request];
    this.requestUpdate();
  }

  override willUpdate(): void {
    if (this.followed) this.view.watch(...this.followed);
  }

  override render(): string {
    const { state } = this.view;
    switch (state.status) {
      case "loading":
        return "loading";
      case "error":
        return `error ${state.code}`;
      case "ready":
        return `${state.account.name} ${state.data.year}`;
    }
  }
}

customElements.define("live-view-host", Host);

let connection: MockConnection;
let host: Host;

beforeEach(() => {
  vi.useFakeTimers();
  ({ connection } = mockHass({
    days: ({ year = 2026 }: Request) => dayList({ year }),
  }));
  host = new Host();
  document.body.append(host);
});

afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

async function follow(request: Partial<Request> = {}): Promise<void> {
  host.follow(connection, { view: "days", ...request });
  await settle(host);
}

async function wait(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await settle(host);
}

async function reconnect(): Promise<void> {
  connection.reconnect();
  await settle(host);
}

const subscribed = (): number => connection.subscribes.length;

describe("a request", () => {
  it("is subscribed to once, however often it is asked for", async () => {
    expect(textOf(host)).toBe("loading");
    await follow({ year: 2025 });
    await follow({ year: 2025 });
    host.requestUpdate();
    await settle(host);
    expect(connection.requests).toEqual([
      { type: COMMAND_SUBSCRIBE, view: "days", year: 2025 },
    ]);
    expect(textOf(host)).toBe("Hunter 2025");
  });

  it("that changes is subscribed to anew, with the old shown meanwhile", async () => {
    await follow();
    connection.hold();
    await follow({ year: 2025 });
    expect(textOf(host)).toBe("Hunter 2026");
    expect(connection.active).toEqual([]);
    connection.release();
    await settle(host);
    expect(textOf(host)).toBe("Hunter 2025");
    expect(connection.active).toMatchObject([{ year: 2025 }]);
  });

  it("for another account shows nothing of the old one", async () => {
    await follow();
    connection.hold();
    await follow({ device_id: "other" });
    expect(textOf(host)).toBe("loading");
    connection.account = { ...connection.account, name: "Other" };
    connection.release();
    await settle(host);
    expect(textOf(host)).toBe("Other 2026");
    expect(connection.active).toMatchObject([{ device_id: "other" }]);
  });

  it("goes over the new connection where there is another", async () => {
    await follow();
    const old = connection;
    ({ connection } = mockHass());
    await follow();
    expect(old.active).toEqual([]);
    expect(connection.active).toHaveLength(1);
    old.reconnect();
    await settle(host);
    expect(old.subscribes).toHaveLength(1);
    expect(subscribed()).toBe(1);
  });

  it.each([{ newestFirst: true }, { newestFirst: false }])(
    "that is no longer the newest has its answer dropped (%j)",
    async (order) => {
      connection.hold();
      await follow({ year: 2024 });
      await follow({ year: 2025 });
      connection.release(order);
      await settle(host);
      expect(textOf(host)).toBe("Hunter 2025");
      expect(connection.active).toMatchObject([{ year: 2025 }]);
      expect(subscribed()).toBe(2);
    },
  );

  it("that is no longer the newest has its refusal dropped", async () => {
    connection.hold();
    connection.fail("rate_limited");
    await follow({ year: 2024 });
    connection.fail();
    await follow({ year: 2025 });
    connection.release({ newestFirst: true });
    await settle(host);
    await wait(60_000);
    expect(textOf(host)).toBe("Hunter 2025");
    expect(subscribed()).toBe(2);
  });
});

describe("an update", () => {
  it("is shown, and tells what was just earned", async () => {
    await follow();
    expect(host.heard).toEqual([]);
    connection.views["days"] = dayList({ year: 2027 });
    connection.push([newTrophy(1), newTrophy(2)]);
    await settle(host);
    expect(textOf(host)).toBe("Hunter 2027");
    expect(host.heard).toEqual([[newTrophy(1), newTrophy(2)]]);
  });

  it("with an error shows it, and a good one recovers", async () => {
    await follow();
    connection.pushError("login_refused");
    await settle(host);
    expect(textOf(host)).toBe("error login_refused");
    connection.push();
    await settle(host);
    expect(textOf(host)).toBe("Hunter 2026");
    expect(subscribed()).toBe(1);
  });

  it("of an ended subscription is dropped", async () => {
    // An event may be under way already when a subscription is ended.
    const take: ((update: object) => void)[] = [];
    vi.spyOn(connection, "subscribeMessage").mockImplementation((callback) => {
      take.push(callback as (update: object) => void);
      return Promise.resolve(() => undefined);
    });
    const update = (year: number) => ({
      account: connection.account,
      data: dayList({ year }),
      news: [newTrophy(1)],
    });
    await follow();
    await follow({ year: 2025 });
    take[1]!({ ...update(2025), news: [] });
    take[0]!(update(2026));
    take[0]!({ error: "no_account" });
    await settle(host);
    expect(textOf(host)).toBe("Hunter 2025");
    expect(host.heard).toEqual([]);
  });
});

describe("a subscription that fails", () => {
  it("is tried again, ever more seldom, until it succeeds", async () => {
    connection.fail("unknown_command");
    await follow();
    expect(textOf(host)).toBe("error unknown_command");
    for (const [index, seconds] of [2, 5, 15, 60, 60].entries()) {
      await wait(seconds * 1000 - 1);
      expect(subscribed()).toBe(index + 1);
      await wait(1);
      expect(subscribed()).toBe(index + 2);
    }
    connection.fail();
    await wait(60_000);
    expect(textOf(host)).toBe("Hunter 2026");
    await wait(600_000);
    expect(subscribed()).toBe(7);
  });

  it("is tried again soon after it had succeeded", async () => {
    connection.fail("unknown_command");
    await follow();
    await wait(2_000);
    connection.fail();
    await wait(5_000);
    expect(textOf(host)).toBe("Hunter 2026");
    connection.fail("unknown_command");
    await reconnect();
    const before = subscribed();
    await wait(1_999);
    expect(subscribed()).toBe(before);
    await wait(1);
    expect(subscribed()).toBe(before + 1);
  });

  it("shows why it failed last", async () => {
    connection.fail("unknown_command");
    await follow();
    connection.fail("account_not_loaded");
    await wait(2_000);
    expect(textOf(host)).toBe("error account_not_loaded");
  });

  it("leaves what is shown already", async () => {
    await follow();
    connection.fail("unknown_command");
    await reconnect();
    await wait(2_000);
    await wait(5_000);
    expect(subscribed()).toBe(4);
    expect(textOf(host)).toBe("Hunter 2026");
    connection.views["days"] = dayList({ year: 2027 });
    connection.fail();
    await wait(15_000);
    expect(textOf(host)).toBe("Hunter 2027");
  });

  it.each([
    [{ code: "no_account", message: "…" }, "no_account"],
    // What the connection has when it is lost.
    [3, "unknown"],
    [{ code: 3 }, "3"],
    [new Error("lost"), "unknown"],
    [null, "unknown"],
    [undefined, "unknown"],
  ])("with %j has the code %s", (error, code) => {
    expect(errorCode(error)).toBe(code);
  });
});

describe("a connection that comes back", () => {
  it("is subscribed to again, with the old shown meanwhile", async () => {
    await follow();
    connection.hold();
    connection.views["days"] = dayList({ year: 2027 });
    await reconnect();
    expect(textOf(host)).toBe("Hunter 2026");
    connection.release();
    await settle(host);
    expect(textOf(host)).toBe("Hunter 2027");
    expect(connection.active).toHaveLength(1);
    await reconnect();
    expect(subscribed()).toBe(3);
  });

  it("does not subscribe by itself, which would make two", async () => {
    const real: Connection = connection;
    const subscribe = vi.spyOn(real, "subscribeMessage");
    await follow();
    const [, , options] = subscribe.mock.calls[0]!;
    expect(options).toEqual({ resubscribe: false });
  });

  it("makes up for a try that was to come", async () => {
    connection.fail("unknown_command");
    await follow();
    connection.fail();
    await reconnect();
    await wait(60_000);
    expect(textOf(host)).toBe("Hunter 2026");
    expect(subscribed()).toBe(2);
  });

  it("is heard by every card, and by whoever listens besides", async () => {
    const others = [new Host(), new Host()];
    const besides = vi.fn();
    document.body.append(...others);
    await follow();
    for (const other of others) other.follow(connection, { view: "days" });
    await settle(...others);
    connection.addEventListener("ready", besides);
    await reconnect();
    expect(connection.active).toHaveLength(3);
    expect(subscribed()).toBe(6);
    expect(besides).toHaveBeenCalledOnce();
  });

  it("is not waited for as long as it was away", async () => {
    connection.fail("unknown_command");
    await follow();
    for (const ms of [2_000, 5_000, 15_000, 60_000]) await wait(ms);
    await reconnect();
    const before = subscribed();
    connection.fail();
    await wait(2_000);
    expect(subscribed()).toBe(before + 1);
    expect(textOf(host)).toBe("Hunter 2026");
  });

  it("takes the old subscription with it: there is nothing to end", async () => {
    const end = vi.fn();
    vi.spyOn(connection, "subscribeMessage").mockResolvedValue(end);
    await follow();
    await reconnect();
    expect(end).not.toHaveBeenCalled();
    expect(connection.subscribeMessage).toHaveBeenCalledTimes(2);
  });
});

describe("a subscription that cannot be ended", () => {
  it("does not stand in the way of the next", async () => {
    const ended = vi.fn(() => Promise.reject(new Error("lost")));
    vi.spyOn(connection, "subscribeMessage").mockResolvedValue(ended);
    await follow();
    await follow({ year: 2025 });
    expect(ended).toHaveBeenCalledOnce();
    expect(connection.subscribeMessage).toHaveBeenCalledTimes(2);
  });
});

describe("off the page", () => {
  it("nothing is subscribed to; back on it, all is as before", async () => {
    await follow();
    host.remove();
    await settle(host);
    expect(connection.active).toEqual([]);
    await reconnect();
    expect(subscribed()).toBe(1);
    connection.hold();
    document.body.append(host);
    await settle(host);
    expect(textOf(host)).toBe("Hunter 2026");
    connection.release();
    await settle(host);
    expect(connection.active).toHaveLength(1);
    expect(subscribed()).toBe(2);
  });

  it("an answer that comes late is of no use", async () => {
    connection.hold();
    await follow();
    host.remove();
    connection.release();
    await settle(host);
    expect(connection.active).toEqual([]);
  });

  it("nothing is tried again, and back on it at once", async () => {
    connection.fail("unknown_command");
    await follow();
    host.remove();
    await wait(600_000);
    expect(subscribed()).toBe(1);
    connection.fail();
    document.body.append(host);
    await settle(host);
    expect(textOf(host)).toBe("Hunter 2026");
  });
});
