import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Who has something to say, by what it is about; the first says it, or who always does. */
const waiting = new Map<string, Set<Speaker>>();

/** Lets one of several cards on a page say what all of them would say. */
export class Speaker implements ReactiveController {
  private about = "";

  constructor(
    private readonly host: ReactiveControllerHost,
    /** Whether all others are silent where this one speaks. */
    private readonly isForAll = false,
  ) {
    host.addController(this);
  }

  /** Tell whether this is the one to speak about it; nothing: to be silent. */
  speaks(about = ""): boolean {
    if (about !== this.about) {
      this.leave();
      this.about = about;
      if (about) {
        const before = Speaker.of(about);
        waiting.set(about, (waiting.get(about) ?? new Set()).add(this));
        if (before && this.isForAll) before.host.requestUpdate();
      }
    }
    return Speaker.of(about) === this;
  }

  hostDisconnected(): void {
    this.leave();
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  private leave(): void {
    const { about } = this;
    const others = waiting.get(about);
    others?.delete(this);
    if (!others?.size) waiting.delete(about);
    this.about = "";
    Speaker.of(about)?.host.requestUpdate();
  }

  static of(about: string): Speaker | undefined {
    const all = [...(waiting.get(about) ?? [])];
    return all.find(({ isForAll }) => isForAll) ?? all[0];
  }
}
