// One story with its evidence: every copy, who said it when, how it was judged and why.
// Knows how a story looks in full; must not know where it comes from.

import { ago, direction, el, foreign, link, many, words } from "./dom.js";

const RELATIONS = {
  distinct: "first report", repeat: "same words", rewording: "other words, same news", update: "a fact changed",
};

function when(iso) {
  return el("time", { datetime: iso, dir: "ltr", title: new Date(iso).toLocaleString() }, ago(iso));
}

function copy(entry) {
  const { reasons, former } = entry;
  return el("li", { dir: direction(entry.title), class: entry.muted ? "muted" : "" },
    el("p", { class: "meta" },
      el("b", {}, foreign("bdi", entry.publisher)), when(entry.received),
      words("span", RELATIONS[entry.relation] ?? entry.relation, { class: `relation ${entry.relation}` }),
      entry.relation === "distinct" ? null : el("span", { class: "score" }, entry.score.toFixed(2)),
      entry.muted ? el("b", { class: "mark" }, "muted") : null,
    ),
    el("p", {}, link(entry.url, entry.title, { dir: "auto", lang: entry.lang || null })),
    reasons.length ? el("ul", { class: "reasons", dir: "ltr" }, ...reasons.map((reason) => foreign("li", reason, ""))) : null,
    former.length ? el("p", { class: "former" }, words("span", "before:"), ...former.map((title) => foreign("s", title, entry.lang))) : null,
  );
}

/** The contents of the story's section; `tools` are the editor's (none = null). */
export function detail(story, { onClose, tools = null }) {
  const entries = story.entries ?? [];
  return [
    el("div", { class: "head", dir: direction(story.headline) },
      el("button", { type: "button", class: "close", "aria-label": "Close the story", onclick: onClose }, "×"),
      foreign("h2", story.headline, story.lang),
      story.original ? el("p", { class: "former" }, words("span", "the feeds say:"), " ", foreign("span", story.original, story.lang)) : null,
      el("p", { class: "meta" },
        story.breaking ? el("b", { class: "mark breaking" }, "Breaking") : null,
        story.pinned ? el("b", { class: "mark pinned" }, "Pinned") : null,
        words("span", `${many(story.publishers.length, "publisher")}, ${many(story.copies, "report")}`),
        el("span", { dir: "ltr" }, "since ", when(story.first_seen)),
        link(story.url, "open"),
        words("span", `story ${story.id}`),
      ),
    ),
    tools,
    el("ol", { class: "copies", "aria-label": "Reports, newest first" }, ...entries.toReversed().map(copy)),
  ].filter(Boolean);
}
