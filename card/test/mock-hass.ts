import {
  COMMAND_READ,
  COMMAND_SUBSCRIBE,
  GRADES,
  type Account,
  type Answer,
  type Counts,
  type DayList,
  type EarnedTrophyView,
  type ListedTitle,
  type NewTrophy,
  type Profile,
  type Request,
  type TitleDetailsView,
  type TitlePage,
  type TitleTrophyView,
  type TrophyList,
} from "../src/contract";
import type { Connection, Hass, Unsubscribe } from "../src/hass";
import { texts as de } from "../src/texts/de";
import { texts as en } from "../src/texts/en";
import type { Texts } from "../src/texts/shape";

/** A message as it went over the connection. */
export type Sent = Request & { type: string };

/** What the fake integration knows, by view; a function looks at what is asked for. */
export type Views = Record<string, object | ((request: Request) => object)>;

type Take = (message: unknown) => void;

export const ACCOUNT: Account = {
  device_id: "device",
  name: "Hunter",
  library_progress: 100,
  library_minutes_left: 0,
  up_to_date: true,
  problem: null,
  cards_version: "",
};

/** A connection that answers as the integration would, and writes down what it is asked. */
export class MockConnection implements Connection {
  /** Everything sent, in order. */
  readonly requests: Sent[] = [];
  account: Account = ACCOUNT;

  private readonly subscriptions = new Map<Take, Sent>();
  private readonly listeners: (() => void)[] = [];
  private failure: string | undefined;
  private held: (() => void)[] | undefined;

  constructor(readonly views: Views) {}

  get reads(): Sent[] {
    return this.requests.filter(({ type }) => type === COMMAND_READ);
  }

  get subscribes(): Sent[] {
    return this.requests.filter(({ type }) => type === COMMAND_SUBSCRIBE);
  }

  /** What is subscribed to right now. */
  get active(): Sent[] {
    return [...this.subscriptions.values()];
  }

  sendMessagePromise<T>(message: object): Promise<T> {
    return this.answer(message as Sent) as Promise<T>;
  }

  async subscribeMessage(
    callback: (message: never) => void,
    message: object,
  ): Promise<Unsubscribe> {
    const sent = message as Sent;
    const take = callback as Take;
    const answer = await this.answer(sent);
    this.subscriptions.set(take, sent);
    // Events come after the result of the command.
    queueMicrotask(() => {
      if (this.subscriptions.has(take)) take({ ...answer, news: [] });
    });
    return () => {
      this.subscriptions.delete(take);
    };
  }

  addEventListener(_: "ready", listener: () => void): void {
    this.listeners.push(listener);
  }

  removeEventListener(_: "ready", listener: () => void): void {
    const index = this.listeners.indexOf(listener);
    if (index >= 0) this.listeners.splice(index, 1);
  }

  /** Send all subscriptions what their views hold now, with what was just earned. */
  push(news: NewTrophy[] = []): void {
    for (const [take, sent] of this.subscriptions) {
      take({ account: this.account, data: this.data(sent), news });
    }
  }

  /** Tell all subscriptions that there is nothing to show any more. */
  pushError(error: string): void {
    for (const take of this.subscriptions.keys()) take({ error });
  }

  /** Refuse every command with this code from now on; none: answer again. */
  fail(code?: string): void {
    this.failure = code;
  }

  /** Keep all answers back until they are released, the newest first if told so. */
  hold(): void {
    this.held ??= [];
  }

  release(options: { newestFirst?: boolean } = {}): void {
    const held = this.held ?? [];
    this.held = undefined;
    if (options.newestFirst) held.reverse();
    for (const answer of held) answer();
  }

  /** Connect again, as after Home Assistant was restarted. */
  reconnect(): void {
    this.subscriptions.clear();
    // Like the real one: whoever changes the list meanwhile confuses it.
    this.listeners.forEach((listener) => {
      listener();
    });
  }

  private async answer(sent: Sent): Promise<Answer<object>> {
    this.requests.push(sent);
    const { failure } = this;
    // As it is when asked for, like a server that is slow to send.
    const data = failure === undefined ? this.data(sent) : {};
    const { held } = this;
    if (held) await new Promise<void>((resolve) => held.push(resolve));
    // What the real connection rejects with is no Error either.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    if (failure !== undefined) throw { code: failure, message: failure };
    return { account: this.account, data };
  }

  private data(sent: Sent): object {
    const view = this.views[sent.view];
    if (!view) throw new Error(`No data for the view ${sent.view}`);
    return typeof view === "function"
      ? (view as (request: Request) => object)(sent)
      : view;
  }
}

export interface MockHass extends Hass {
  connection: MockConnection;
  states: Record<string, object>;
}

/** Return a Home Assistant that has all views, some of them replaced. */
export function mockHass(views: Views = {}, changes: object = {}): MockHass {
  return {
    connection: new MockConnection({ ...defaultViews(), ...views }),
    language: "en",
    locale: {
      language: "en",
      number_format: "language",
      time_format: "language",
      time_zone: "local",
      first_weekday: "language",
    },
    config: { time_zone: "Europe/Berlin" },
    entities: {
      "sensor.hunter_level": {
        entity_id: "sensor.hunter_level",
        device_id: "device",
        platform: "psn_trophies",
        translation_key: "trophy_level",
      },
    },
    devices: { device: { id: "device", name: "Hunter" } },
    states: {},
    ...changes,
  };
}

/** Return the object that Home Assistant sets when some entity changed. */
export function withOtherState(hass: MockHass): MockHass {
  return { ...hass, states: { ...hass.states, "sun.sun": {} } };
}

function defaultViews(): Views {
  return {
    profile: profile(),
    trophies: trophyList(5),
    titles: titlePages(titles(3)),
    days: dayList(),
    title: titleDetails(),
  };
}

export const counts = (
  bronze = 0,
  silver = 0,
  gold = 0,
  platinum = 0,
): Counts => ({ bronze, silver, gold, platinum });

export function profile(changes: Partial<Profile> = {}): Profile {
  return {
    avatar_url: null,
    level: 312,
    level_progress: 46,
    tier: 4,
    tier_grade: "silver",
    points: 34_567,
    points_to_next_level: 321,
    earned: counts(900, 250, 90, 21),
    ...changes,
  };
}

export function earnedTrophy(
  id: number,
  changes: Partial<EarnedTrophyView> = {},
): EarnedTrophyView {
  return {
    trophy_id: id,
    trophy_name: `Trophy ${id}`,
    trophy_detail: `Do thing ${id}.`,
    grade: GRADES[id % 4] ?? "bronze",
    rarity: "rare",
    earned_rate: 12.3,
    hidden: false,
    title_id: "NPWR00001_00",
    title_name: "Game 1",
    platform: "PS5",
    group: "default",
    icon_url: null,
    title_icon_url: null,
    title_progress: 50,
    earned_at: "2026-03-01T12:00:00+00:00",
    ...changes,
  };
}

export const newTrophy = (
  id: number,
  changes: Partial<NewTrophy> = {},
): NewTrophy => ({ ...earnedTrophy(id), late: false, ...changes });

export const trophyList = (count: number): TrophyList => ({
  trophies: Array.from({ length: count }, (_, index) =>
    earnedTrophy(index + 1),
  ),
});

export function listedTitle(
  id: number,
  changes: Partial<ListedTitle> = {},
): ListedTitle {
  return {
    title_id: `NPWR${String(id).padStart(5, "0")}_00`,
    title_name: `Game ${id}`,
    platform: "PS5",
    progress: 50,
    earned: counts(10, 4, 1, 0),
    defined: counts(20, 8, 2, 1),
    icon_url: null,
    last_update: "2026-03-01T12:00:00+00:00",
    base_game_progress: 60,
    rarest_rate: 4.2,
    missing: 6,
    hardest_rate: 2.5,
    ...changes,
  };
}

export const titles = (count: number): ListedTitle[] =>
  Array.from({ length: count }, (_, index) => listedTitle(index + 1));

/** Return a view that gives out pages of these titles; looks for names only. */
export function titlePages(
  all: readonly ListedTitle[],
  platforms: TitlePage["platforms"] = ["PS4", "PS5"],
): (request: Request) => TitlePage {
  return ({ offset = 0, limit = 50, search = "" }) => {
    const found = all.filter(({ title_name }) =>
      title_name.toLowerCase().includes(search.toLowerCase()),
    );
    return {
      total: found.length,
      platforms,
      titles: found.slice(offset, offset + limit),
    };
  };
}

export function titleTrophy(
  id: number,
  changes: Partial<TitleTrophyView> = {},
): TitleTrophyView {
  return {
    trophy_id: id,
    trophy_name: `Trophy ${id}`,
    trophy_detail: `Do thing ${id}.`,
    grade: "bronze",
    hidden: false,
    group: "default",
    icon_url: null,
    rarity: "rare",
    earned_rate: 12.3,
    earned: false,
    earned_at: null,
    progress: null,
    progress_target: null,
    ...changes,
  };
}

/** Return a game with an add-on, a secret trophy and one that counts. */
export function titleDetails(
  changes: Partial<TitleDetailsView> = {},
): TitleDetailsView {
  const group = "001";
  return {
    ...listedTitle(1),
    groups: [
      {
        group_id: "default",
        group_name: "",
        trophies: [
          titleTrophy(0, { grade: "platinum" }),
          titleTrophy(1, {
            earned: true,
            earned_at: "2026-02-01T12:00:00+00:00",
          }),
          titleTrophy(2, { hidden: true, trophy_name: "", trophy_detail: "" }),
          titleTrophy(3, { progress: 37, progress_target: 100 }),
        ],
      },
      {
        group_id: group,
        group_name: "The Lost Chapter",
        trophies: [titleTrophy(4, { group }), titleTrophy(5, { group })],
      },
    ],
    ...changes,
  };
}

export function dayList(changes: Partial<DayList> = {}): DayList {
  return {
    year: 2026,
    first_year: 2019,
    today: "2026-03-15",
    days: {
      "2026-01-02": { bronze: 3, silver: 1 },
      "2026-03-01": { platinum: 1 },
    },
    ...changes,
  };
}

/** Set up a card on the page and wait until it shows its first data. */
export async function showCard<
  T extends HTMLElement & {
    hass: Hass | undefined;
    texts: Texts;
    setConfig(config: never): void;
    readonly updateComplete: Promise<boolean>;
  },
>(card: T, hass: Hass, config: object = {}): Promise<T> {
  card.texts = hass.language.startsWith("de") ? de : en;
  card.setConfig({ type: "custom:card", ...config } as never);
  card.hass = hass;
  document.body.append(card);
  await settle(card);
  return card;
}

/** Wait until everything that was asked for has come and is drawn. */
export async function settle(
  ...elements: { readonly updateComplete: Promise<boolean> }[]
): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    for (let tick = 0; tick < 10; tick += 1) await Promise.resolve();
    await Promise.all(elements.map(({ updateComplete }) => updateComplete));
  }
}

/** Return the element in a shadow tree; throws where there is none. */
export function find(
  root: Element | DocumentFragment,
  selector: string,
): HTMLElement {
  const found = ((root as HTMLElement).shadowRoot ?? root).querySelector(
    selector,
  );
  if (!found) throw new Error(`No ${selector}`);
  return found as HTMLElement;
}

/** Return all elements in a shadow tree that fit. */
export function findAll(
  root: Element | DocumentFragment,
  selector: string,
): HTMLElement[] {
  return [
    ...((root as HTMLElement).shadowRoot ?? root).querySelectorAll<HTMLElement>(
      selector,
    ),
  ];
}

/** Return what can be read, with white space as on the screen. */
export function textOf(root: Element | DocumentFragment): string {
  const { shadowRoot } = root as HTMLElement;
  return (shadowRoot ?? root).textContent.replace(/\s+/g, " ").trim();
}

/** A home whose account is like this. */
export function homeWith(account: Partial<typeof ACCOUNT>): MockHass {
  const hass = mockHass();
  hass.connection.account = { ...ACCOUNT, ...account };
  return hass;
}
