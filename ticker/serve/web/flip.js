// One headline at a time, each for some seconds.
// Knows turns; must not know where stories come from.

import { Round, item } from "./crawl.js";
import { direction } from "./dom.js";

const TURN = 500; // milliseconds that a change takes, as in the style

export class Flip {
  constructor(track, { speed }) {
    Object.assign(this, { track, seconds: speed || 6, stories: [], round: new Round() });
    this.current = null;
    this.timer = 0;
    this.playing = false;
  }

  set(stories, lives) {
    this.stories = stories;
    if (!this.playing) return;
    if (!this.current || !lives(this.current.id)) {
      this.next();
      return;
    }
    const story = stories.find(({ id }) => id === this.current.id);
    if (story && (story.headline !== this.current.headline || story.breaking !== this.current.breaking)) {
      this.current = story;
      const fresh = this.made(story);
      this.track.lastElementChild.replaceWith(fresh);
      this.fit(fresh);
    }
  }

  play() {
    if (this.playing) return;
    this.playing = true;
    this.next();
  }

  stop() {
    this.playing = false;
    clearTimeout(this.timer);
  }

  next() {
    clearTimeout(this.timer);
    const story = this.round.next(this.stories);
    if (!story || story.id !== this.current?.id) this.turn(story);
    this.current = story;
    if (this.playing) this.timer = setTimeout(() => this.next(), this.seconds * 1000);
  }

  turn(story) {
    for (const old of this.track.children) {
      if (old.classList.contains("after")) continue;
      old.classList.add("after");
      setTimeout(() => old.remove(), TURN);
    }
    if (!story) return;
    const fresh = this.made(story);
    fresh.classList.add("before");
    this.track.append(fresh);
    this.fit(fresh);
    void fresh.offsetWidth; // the way in begins where the style puts it
    fresh.classList.remove("before");
  }

  made(story) {
    const fresh = item(story);
    fresh.dir = direction(story.headline);
    return fresh;
  }

  /** Two smaller lines where one does not hold it. */
  fit(element) {
    const text = element.querySelector(".text");
    element.classList.toggle("long", text.scrollWidth > text.clientWidth);
  }

  clear() {
    this.stop();
    this.current = null;
    this.track.replaceChildren();
  }
}
