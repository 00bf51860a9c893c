import type { Texts } from "./texts/shape";

/** Versions that were told of; once for each is enough on a page. */
const told = new Set<string>();

/** Say once that this page has other cards than the integration, and how to get those. */
export function tellOfOldCards(
  card: HTMLElement,
  own: string | undefined,
  theirs: string,
  { oldCards, reload }: Texts,
): void {
  if (!own || !theirs || own === theirs || told.has(theirs)) return;
  told.add(theirs);
  card.dispatchEvent(
    new CustomEvent("hass-notification", {
      bubbles: true,
      composed: true,
      detail: {
        message: oldCards,
        // Until somebody has seen it, however long nobody is in front of the tablet.
        duration: -1,
        dismissable: true,
        action: {
          text: reload,
          action: () => {
            location.reload();
          },
        },
      },
    }),
  );
}
