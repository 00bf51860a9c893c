/**
 * What every page loads: the cards, once Home Assistant can know them.
 *
 * Its own code replaces the page's registry of elements when it starts. What is defined
 * before, or extends an element of before, does not exist for it: a "Configuration
 * error" for as long as the page is open. Before 2026.11 it asks for both at once, and
 * as small as this file is, it often is the first to come. Pages without that element,
 * such as a Cast display, load us when their own code already runs.
 */
async function whenAppRuns(): Promise<void> {
  const app = document.querySelector("home-assistant");
  if (app) await customElements.whenDefined(app.localName);
}

void whenAppRuns().then(() => import("./index"));

export {};
