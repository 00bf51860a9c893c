/** Tells what belongs to the newest of several questions from what is of older ones. */
export class Turns {
  private turn = 0;

  /** Begin anew; returns what tells whether nothing newer has begun since. */
  next(): () => boolean {
    this.turn += 1;
    return this.current();
  }

  /** Return what tells whether nothing newer has begun since now. */
  current(): () => boolean {
    const { turn } = this;
    return () => turn === this.turn;
  }
}
