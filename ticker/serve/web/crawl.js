// Headlines that pass by in one line: to the left where they are read from the left, else to the right.
// Knows motion; must not know where stories come from.

import { el, foreign } from "./dom.js";

/** The contents of one headline on air. */
export function item(story) {
  return el("div", { class: "item", data: { id: story.id } },
    story.breaking ? el("span", { class: "breaking" }, /^ar\b/.test(story.lang) ? "عاجل" : "BREAKING") : null,
    foreign("span", story.headline, story.lang, { class: "text" }),
  );
}

/** Which stories come when: each once in a round, the best that was not shown yet first. */
export class Round {
  constructor() {
    this.shown = new Set();
    this.last = "";
  }

  next(stories) {
    if (!stories.length) return null;
    let waiting = stories.filter((story) => !this.shown.has(story.id));
    if (!waiting.length) {
      this.shown.clear();
      waiting = stories;
    }
    const one = waiting.find((story) => story.id !== this.last) ?? waiting[0];
    this.shown.add(one.id);
    this.last = one.id;
    return one;
  }
}

export class Crawl {
  constructor(track, { speed, rtl }) {
    Object.assign(this, { track, speed: speed || 120, rtl, stories: [], items: [], round: new Round() });
    this.x = null; // how far the first item has gone past the edge, in pixels; null = not begun
    this.playing = false;
    this.then = 0;
  }

  /** These are on now; `lives(id)` says whether a story still stands, be it further down. */
  set(stories, lives) {
    this.stories = stories;
    const known = new Map(stories.map((story) => [story.id, story]));
    let before = -(this.x ?? 0);
    for (const one of [...this.items]) {
      const story = known.get(one.story.id);
      if (!lives(one.story.id)) {
        if (before >= this.track.parentElement.clientWidth) this.drop(one);
        else one.element.classList.add("gone"); // keeps its place: what follows must not jump
      } else if (story && (story.headline !== one.story.headline || story.breaking !== one.story.breaking)) {
        one.story = story;
        const fresh = item(story);
        one.element.replaceWith(fresh);
        one.element = fresh;
        one.width = fresh.getBoundingClientRect().width;
      }
      before += one.width;
    }
  }

  drop(one) {
    one.element.remove();
    this.items.splice(this.items.indexOf(one), 1);
  }

  play() {
    if (this.playing) return;
    this.playing = true;
    this.then = performance.now();
    const tick = (now) => {
      if (!this.playing) return;
      this.advance(Math.min(now - this.then, 100) / 1000); // a page that slept does not leap
      this.then = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  stop() {
    this.playing = false;
  }

  next() {
    if (this.items.length) this.x = Math.max(this.x, 0) + this.items[0].width;
  }

  advance(seconds) {
    const width = this.track.parentElement.clientWidth;
    this.x = this.x === null || !this.items.length ? -width : this.x + this.speed * seconds;
    while (this.items.length && this.x >= this.items[0].width) {
      this.x -= this.items[0].width;
      this.drop(this.items[0]);
    }
    let filled = this.items.reduce((sum, one) => sum + one.width, 0) - this.x;
    while (filled < width * 1.5) {
      const story = this.round.next(this.stories);
      if (!story) break;
      const element = item(story);
      this.track.append(element);
      const one = { story, element, width: element.getBoundingClientRect().width };
      if (!one.width) { // not laid out yet
        element.remove();
        break;
      }
      this.items.push(one);
      filled += one.width;
    }
    this.track.style.transform = `translateX(${(this.rtl ? this.x : -this.x).toFixed(2)}px)`;
  }

  clear() {
    this.stop();
    this.items = [];
    this.track.replaceChildren();
    this.track.style.transform = "";
  }
}
