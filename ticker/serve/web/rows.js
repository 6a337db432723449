// One row a story; rows are moved and changed, not made anew, so that focus and place stay.
// Knows how a story looks in the list; must not know where it comes from.

import { direction, el, foreign, plain, words } from "./dom.js";
import { ago, many, moment, say } from "./words.js";

/** The text under a headline: who has it, how often, since when. */
function meta(story) {
  const { publishers, copies } = story;
  const comma = direction(story.headline) === "rtl" ? "، " : ", ";
  const names = publishers.slice(0, 4).flatMap((name, at) => [at ? comma : "", foreign("bdi", name)]);
  const more = publishers.length > 4 ? ` +${publishers.length - 4}` : "";
  return el("p", { class: "meta" },
    story.breaking ? words("b", say("breaking"), { class: "mark breaking" }) : null,
    story.pinned ? words("b", say("pinned"), { class: "mark pinned" }) : null,
    publishers.length > 1 ? words("b", many(publishers.length, "publisher"), { class: "mark", title: plain(publishers.join(comma)) }) : null,
    copies > 1 ? words("span", many(copies, "report")) : null,
    el("span", { class: "names" }, ...names, more),
    words("time", ago(story.last_seen), { datetime: story.last_seen, title: moment(story.last_seen) }),
  );
}

/** What of a story is to be seen in its row: a row is changed only where this changes. */
const seen = (story) => [story.headline, story.lang, story.copies, story.publishers.join("\n"), story.breaking, story.pinned, story.last_seen].join("\n");

export class Rows {
  constructor(list, { onOpen }) {
    this.list = list;
    this.onOpen = onOpen;
    this.rows = new Map();
    this.open = "";
    this.marked = new Set();
  }

  /** Show these stories in this order; `quiet` = nothing is new, as after a snapshot. */
  show(stories, { quiet = false } = {}) {
    const wanted = new Set(stories.map((story) => story.id));
    for (const [id, row] of this.rows) {
      if (wanted.has(id)) continue;
      if (row.contains(document.activeElement)) this.refocus(row);
      row.remove();
      this.rows.delete(id);
    }
    let at = this.list.firstElementChild;
    for (const story of stories) {
      let row = this.rows.get(story.id);
      if (!row) {
        row = this.made(story);
        if (!quiet) row.classList.add("new");
      } else if (row.seen !== seen(story)) {
        this.fill(row, story);
        if (!quiet) row.classList.add("changed");
      }
      if (row === at) at = at.nextElementSibling;
      else this.move(row, at);
    }
  }

  /** Put a row before another without taking the focus from it. */
  move(row, before) {
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    this.list.insertBefore(row, before);
    focused?.focus({ preventScroll: true });
  }

  refocus(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    (next?.querySelector("button") ?? this.list).focus({ preventScroll: true });
  }

  made(story) {
    const row = el("li", { data: { id: story.id } });
    row.addEventListener("animationend", () => row.classList.remove("new", "changed"));
    this.rows.set(story.id, row);
    this.fill(row, story);
    return row;
  }

  fill(row, story) {
    const had = row.contains(document.activeElement);
    row.seen = seen(story);
    row.story = story;
    row.dir = direction(story.headline);
    row.className = [story.breaking && "is-breaking", story.pinned && "is-pinned", this.marked.has(story.id) && "is-marked"].filter(Boolean).join(" ");
    const open = this.open === story.id;
    const head = el("button", {
      type: "button", class: "headline", "aria-expanded": String(open), "aria-controls": "detail",
      onclick: () => this.onOpen(story.id),
    }, foreign("span", story.headline, story.lang));
    row.replaceChildren(head, meta(story));
    if (had) head.focus({ preventScroll: true });
  }

  /** Say which story is open ("" = none). */
  mark(id) {
    this.open = id;
    for (const [one, row] of this.rows) row.querySelector("button").setAttribute("aria-expanded", String(one === id));
  }

  /** Show which stories are marked to be merged. */
  markAll(ids) {
    this.marked = new Set(ids);
    for (const [id, row] of this.rows) row.classList.toggle("is-marked", this.marked.has(id));
  }

  /** Write how long ago things were anew. */
  age() {
    for (const time of this.list.querySelectorAll("time")) time.textContent = ago(time.dateTime);
  }

  /** The row that has the focus, else the one that is open, else none. */
  get current() {
    return document.activeElement?.closest("#stories > li") ?? this.rows.get(this.open) ?? null;
  }

  focus(id) {
    this.rows.get(id)?.querySelector("button").focus();
  }

  /** Move the focus by so many rows. */
  step(by) {
    const { current } = this;
    const rows = [...this.list.children];
    const at = current ? rows.indexOf(current) + by : by > 0 ? 0 : rows.length - 1;
    const row = rows[Math.min(Math.max(at, 0), rows.length - 1)];
    row?.querySelector("button").focus();
    row?.scrollIntoView({ block: "nearest" });
  }
}
