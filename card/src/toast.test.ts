import { afterEach, describe, expect, it, vi } from "vitest";
import { ACCOUNT, mockHass, settle, showCard } from "../test/mock-hass";
import { LatestCard } from "./latest-card";
import { ProfileCard } from "./profile-card";
import { texts as de } from "./texts/de";
import { texts as en } from "./texts/en";

interface Toast {
  message: string;
  duration: number;
  action: { text: string; action(): void };
}

const toasts = vi.fn<(toast: Toast) => void>();
const listen = (event: Event): void => {
  toasts((event as CustomEvent<Toast>).detail);
};
document.addEventListener("hass-notification", listen);

afterEach(() => {
  toasts.mockReset();
  document.body.replaceChildren();
});

/** Show a card of a version on a home whose cards are of another one. */
async function show(
  own: string | undefined,
  theirs: string,
  Card: typeof LatestCard | typeof ProfileCard = ProfileCard,
  language = "en",
) {
  const hass = mockHass({}, { language });
  hass.connection.account = { ...ACCOUNT, cards_version: theirs };
  const card = new Card();
  card.version = own;
  await showCard(card, hass);
  return { card, hass };
}

describe("a page whose cards are older than the integration", () => {
  it("says so once, and how to get the newer ones", async () => {
    await show("one", "two");
    await show("one", "two", LatestCard);
    expect(toasts).toHaveBeenCalledOnce();
    const [toast] = toasts.mock.calls[0]!;
    expect(toast).toMatchObject({ message: en.oldCards, duration: -1 });
    expect(toast.action.text).toBe(en.reload);
    const reload = vi.spyOn(location, "reload").mockImplementation(vi.fn());
    toast.action.action();
    expect(reload).toHaveBeenCalledOnce();
  });

  it("says so in the language of the reader", async () => {
    await show("one", "german", ProfileCard, "de");
    expect(toasts).toHaveBeenCalledWith(
      expect.objectContaining({ message: de.oldCards }),
    );
  });

  it("says so after weeks, when Home Assistant comes back newer", async () => {
    const { card, hass } = await show("same", "same");
    expect(toasts).not.toHaveBeenCalled();
    hass.connection.account = { ...ACCOUNT, cards_version: "weeks later" };
    hass.connection.reconnect();
    await settle(card);
    expect(toasts).toHaveBeenCalledOnce();
  });
});

it.each([
  ["the same cards", "same", "same"],
  ["cards of no known version", undefined, "any"],
  ["an integration without cards", "any", ""],
])("nothing is said of %s", async (_, own, theirs) => {
  await show(own, theirs);
  expect(toasts).not.toHaveBeenCalled();
});
