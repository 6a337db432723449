// The stories of a desk in their order, as snapshots and updates tell.
// Knows stories; must not know the document.

const GONE = new Set(["merged", "spiked", "expired"]);

const place = (story) => story.pin ?? -story.score;

export class Board {
  constructor() {
    this.stories = new Map();
  }

  /** Everything is now as in this list. */
  fill(stories) {
    this.stories = new Map(stories.map((story) => [story.id, story]));
  }

  /** Apply one update. */
  apply({ op, story }) {
    if (GONE.has(op) || story.held) this.stories.delete(story.id);
    else this.stories.set(story.id, story);
  }

  /** All stories: pinned ones in the editors' order, then by score, the older one first where it is equal. */
  ranked() {
    return [...this.stories.values()].sort(
      (a, b) => b.pinned - a.pinned || place(a) - place(b) || Number(a.id) - Number(b.id),
    );
  }
}
