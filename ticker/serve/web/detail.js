// One story with its evidence: every copy, who said it when, how it was judged and why.
// Knows how a story looks in full; must not know where it comes from.

import { direction, el, foreign, link, plain, words } from "./dom.js";
import { ago, many, moment, say } from "./words.js";

const RELATIONS = new Set(["distinct", "repeat", "rewording", "update"]);

const when = (iso) => words("time", ago(iso), { datetime: iso, title: moment(iso) });

function copy(entry, choosing) {
  const { reasons, former } = entry;
  return el("li", { dir: direction(entry.title), class: entry.muted ? "muted" : "" },
    el("p", { class: "meta" },
      el("b", {}, foreign("bdi", entry.publisher)), when(entry.received),
      words("span", RELATIONS.has(entry.relation) ? say(entry.relation) : entry.relation, { class: `relation ${entry.relation}` }),
      entry.relation === "distinct" ? null : el("span", { class: "score" }, entry.score.toFixed(2)),
      entry.muted ? words("b", say("muted"), { class: "mark" }) : null,
    ),
    el("p", {},
      choosing ? el("input", { type: "checkbox", value: entry.ordinal, "aria-label": plain(entry.title) }) : null,
      link(entry.url, entry.title, { dir: "auto", lang: entry.lang || null }),
    ),
    reasons.length ? el("ul", { class: "reasons", dir: say("dir") }, ...reasons.map((reason) => foreign("li", reason, ""))) : null,
    former.length ? el("p", { class: "former" }, words("span", say("before")), ...former.map((title) => foreign("s", title, entry.lang))) : null,
  );
}

/** The contents of the story's section; `tools` are the editor's (none = null). */
export function detail(story, { onClose, tools = null }) {
  const entries = story.entries ?? [];
  return [
    el("div", { class: "head", dir: direction(story.headline) },
      el("button", { type: "button", class: "close", "aria-label": say("closeStory"), onclick: onClose }, "×"),
      foreign("h2", story.headline, story.lang),
      story.original ? el("p", { class: "former" }, words("span", say("feeds")), " ", foreign("span", story.original, story.lang)) : null,
      el("p", { class: "meta" },
        story.breaking ? words("b", say("breaking"), { class: "mark breaking" }) : null,
        story.held ? words("b", say("held"), { class: "mark breaking" }) : null,
        story.pinned ? words("b", say("pinned"), { class: "mark pinned" }) : null,
        words("span", many(story.publishers.length, "publisher")),
        words("span", many(story.copies, "report")),
        words("span", say("first", ago(story.first_seen)), { title: moment(story.first_seen) }),
        link(story.url, say("open")),
        words("span", say("storyId", story.id)),
      ),
    ),
    tools,
    el("ol", { class: "copies", "aria-label": say("reports") }, ...entries.toReversed().map((entry) => copy(entry, tools && entries.length > 1))),
  ].filter(Boolean);
}
