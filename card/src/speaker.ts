import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Who has something to say, by what it is about; the first says it. */
const waiting = new Map<string, Set<Speaker>>();

/** Lets one of several cards on a page say what all of them would say. */
export class Speaker implements ReactiveController {
  private about = "";

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  /** Tell whether this is the one to speak about it; nothing: to be silent. */
  speaks(about = ""): boolean {
    if (about !== this.about) {
      this.leave();
      this.about = about;
      if (about)
        waiting.set(about, (waiting.get(about) ?? new Set()).add(this));
    }
    const [first] = waiting.get(about) ?? [];
    return first === this;
  }

  hostDisconnected(): void {
    this.leave();
  }

  hostConnected(): void {
    this.host.requestUpdate();
  }

  private leave(): void {
    const others = waiting.get(this.about);
    others?.delete(this);
    if (!others?.size) waiting.delete(this.about);
    this.about = "";
    const [next] = others ?? [];
    next?.host.requestUpdate();
  }
}
