import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { find, settle, textOf } from "../test/mock-hass";
import { TrophyDialog } from "./dialog";

let showModal: ReturnType<typeof vi.spyOn>;
let closed: ReturnType<typeof vi.fn>;

beforeEach(() => {
  showModal = vi.spyOn(HTMLDialogElement.prototype, "showModal");
  closed = vi.fn();
});

afterEach(() => {
  document.body.replaceChildren();
});

async function open(): Promise<TrophyDialog> {
  const dialog = new TrophyDialog();
  dialog.heading = "Game 1";
  dialog.closeLabel = "Close";
  dialog.innerHTML = "<p>What is in it</p>";
  dialog.addEventListener("closed", closed as () => void);
  document.body.append(dialog);
  await settle(dialog);
  return dialog;
}

const box = (dialog: TrophyDialog) =>
  find(dialog, "dialog") as HTMLDialogElement;

describe("the dialog", () => {
  it("opens over everything else, once", async () => {
    const dialog = await open();
    expect(box(dialog).open).toBe(true);
    dialog.heading = "Game 2";
    await settle(dialog);
    expect(showModal).toHaveBeenCalledOnce();
    expect(closed).not.toHaveBeenCalled();
  });

  it("is named by its heading, also when that changes", async () => {
    const dialog = await open();
    const id = box(dialog).getAttribute("aria-labelledby")!;
    expect(textOf(find(dialog, `#${id}`))).toBe("Game 1");
    dialog.heading = "Game 2";
    await settle(dialog);
    expect(textOf(find(dialog, `#${id}`))).toBe("Game 2");
    // Names have a direction of their own.
    expect(find(dialog, `#${id}`).dir).toBe("auto");
  });

  it("shows what is put into it", async () => {
    const slot = find(await open(), ".content slot") as HTMLSlotElement;
    expect(slot.assignedElements().map(textOf)).toEqual(["What is in it"]);
  });

  it("has a button that closes it and says so", async () => {
    const dialog = await open();
    const button = find(dialog, "header button");
    expect(button.getAttribute("aria-label")).toBe("Close");
    button.click();
    expect(box(dialog).open).toBe(false);
    expect(closed).toHaveBeenCalledOnce();
  });

  it("closes where the backdrop is clicked", async () => {
    const dialog = await open();
    box(dialog).click();
    expect(box(dialog).open).toBe(false);
    expect(closed).toHaveBeenCalledOnce();
  });

  it.each(["header", "h2", ".content"])(
    "stays open where %s is clicked",
    async (selector) => {
      const dialog = await open();
      find(dialog, selector).click();
      expect(box(dialog).open).toBe(true);
      expect(closed).not.toHaveBeenCalled();
    },
  );

  it("stays open where something put into it is clicked", async () => {
    const dialog = await open();
    dialog.querySelector("p")!.click();
    expect(box(dialog).open).toBe(true);
  });

  it("tells when the browser closed it, as with Escape", async () => {
    box(await open()).close();
    expect(closed).toHaveBeenCalledOnce();
  });

  it("is closed when it is taken off the page", async () => {
    (await open()).remove();
    expect(closed).toHaveBeenCalledOnce();
  });

  it("is accessible", async () => {
    const dialog = await open();
    document.documentElement.lang = "en";
    const { violations } = await axe.run(dialog, {
      // Neither a whole page nor drawn.
      rules: {
        region: { enabled: false },
        "color-contrast": { enabled: false },
      },
    });
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});
