import type { ReactiveController, ReactiveControllerHost } from "lit";
import {
  COMMAND_READ,
  COMMAND_SUBSCRIBE,
  type Account,
  type Answer,
  type NewTrophy,
  type Request,
  type Update,
} from "./contract";
import type { Connection, Unsubscribe } from "./hass";
import { Turns } from "./turns";

/** How long to wait before subscribing again where that failed, in milliseconds. */
const RETRY_MS = [2_000, 5_000, 15_000, 60_000];

export type ViewState<T> =
  | { status: "loading" }
  | { status: "error"; code: string }
  | { status: "ready"; account: Account; data: T };

/** Return the code of whatever a command was refused with. */
export function errorCode(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error) {
    return String(error.code);
  }
  return "unknown";
}

/** Read a view once; throws what the connection throws. */
export async function read<T>(
  connection: Connection,
  request: Request,
): Promise<Answer<T>> {
  const message = { type: COMMAND_READ, ...request };
  return (await connection.sendMessagePromise(message)) as Answer<T>;
}

/**
 * Keeps a view of an account up to date while its card is on the page.
 *
 * What was shown stays until something newer comes, also when the request changes. A
 * lost connection, or a Home Assistant that is still starting, is waited for.
 */
export class LiveView<T> implements ReactiveController {
  state: ViewState<T> = { status: "loading" };

  private connection: Connection | undefined;
  private request: Request | undefined;
  private key = "";
  private connected = false;
  /** The connection whose return is listened for. */
  private heard: Connection | undefined;
  private unsubscribe: Unsubscribe | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  /** Told anew with every subscription, so that answers to older ones are told apart. */
  private readonly turns = new Turns();

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly onNews: (
      news: NewTrophy[],
      state: ViewState<T>,
    ) => void = () => {
      // Not every card cares.
    },
  ) {
    host.addController(this);
  }

  /** Follow this request from now on; the same one again changes nothing. */
  watch(connection: Connection, request: Request): void {
    const key = JSON.stringify(request);
    if (connection === this.connection && key === this.key) return;
    if (request.device_id !== this.request?.device_id)
      this.state = { status: "loading" };
    this.stop();
    this.connection = connection;
    this.request = request;
    this.key = key;
    this.listen();
    this.start();
  }

  hostConnected(): void {
    this.connected = true;
    this.listen();
    this.start();
  }

  hostDisconnected(): void {
    this.connected = false;
    this.listen();
    this.stop();
  }

  /** Hear when the connection is there again. */
  private listen(): void {
    const heard = this.connected ? this.connection : undefined;
    if (heard === this.heard) return;
    this.heard?.removeEventListener("ready", this.reconnected);
    heard?.addEventListener("ready", this.reconnected);
    this.heard = heard;
  }

  /**
   * Begin again; what was subscribed to ended with the old connection.
   *
   * Listeners stay as they are: a change in the middle of telling them would make the
   * connection pass over others.
   */
  private readonly reconnected = (): void => {
    this.unsubscribe = undefined;
    this.failures = 0;
    this.subscribeAgain();
  };

  private readonly subscribeAgain = (): void => {
    this.stop();
    this.start();
  };

  private start(): void {
    if (!this.connected || !this.connection || !this.request) return;
    void this.subscribe(this.connection, this.request);
  }

  private stop(): void {
    this.turns.next();
    clearTimeout(this.retry);
    const unsubscribe = this.unsubscribe;
    this.unsubscribe = undefined;
    if (unsubscribe) void cancel(unsubscribe);
  }

  private async subscribe(
    connection: Connection,
    request: Request,
  ): Promise<void> {
    const isCurrent = this.turns.current();
    try {
      const unsubscribe = await connection.subscribeMessage(
        (update: Update<T>) => {
          if (isCurrent()) this.take(update);
        },
        { type: COMMAND_SUBSCRIBE, ...request },
        // Done here instead: while Home Assistant starts, the command may be missing.
        { resubscribe: false },
      );
      if (isCurrent()) {
        this.unsubscribe = unsubscribe;
        this.failures = 0;
      } else {
        void cancel(unsubscribe);
      }
    } catch (error) {
      if (!isCurrent()) return;
      // Whatever is shown already is better than a complaint.
      if (this.state.status !== "ready") {
        this.state = { status: "error", code: errorCode(error) };
        this.host.requestUpdate();
      }
      const delay = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
      this.failures += 1;
      this.retry = setTimeout(this.subscribeAgain, delay);
    }
  }

  private take(update: Update<T>): void {
    if ("error" in update) {
      this.state = { status: "error", code: update.error };
    } else {
      this.state = {
        status: "ready",
        account: update.account,
        data: update.data,
      };
      if (update.news.length) this.onNews(update.news, this.state);
    }
    this.host.requestUpdate();
  }
}

/** End a subscription; one that ended with its connection needs no ending. */
async function cancel(unsubscribe: Unsubscribe): Promise<void> {
  try {
    await unsubscribe();
  } catch {
    // The connection was lost in the meantime, and the subscription with it.
  }
}
