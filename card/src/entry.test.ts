import { expect, it, vi } from "vitest";

const TAG = "psn-trophies-profile-card";

it("defines the cards once Home Assistant's own element is there", async () => {
  document.body.append(document.createElement("home-assistant"));
  await import("./entry");
  await new Promise(requestAnimationFrame);
  expect(customElements.get(TAG)).toBeUndefined();
  expect(window.customCards).toBeUndefined();
  customElements.define("home-assistant", class extends HTMLElement {});
  await vi.waitFor(() => {
    expect(customElements.get(TAG)).toBeDefined();
  });
  expect(window.customCards).toHaveLength(4);
});
