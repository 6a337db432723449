// The rarer things that editors do to a story, in one form; and what they laid over it so far.
// Knows verbs and their fields; must not know how an action is sent.

import { el, foreign, plain, words } from "./dom.js";
import { moment, say } from "./words.js";

const text = { maxlength: 500, dir: "auto" };
const inMinutes = (value) => new Date(Date.now() + value * 60_000).toISOString();

/** By its name in `words`: the verb, the member that the field fills, the field, and how its value is read. */
const RARE = {
  note: { verb: "note", member: "text", field: { ...text, required: true } },
  urgency: { verb: "urgency", member: "value", field: { type: "number", min: 0, max: 9, required: true }, read: Number },
  boost: { verb: "boost", member: "value", field: { type: "number", min: -20, max: 20, step: "any", required: true, value: 1 }, read: Number },
  embargo: { verb: "embargo", member: "until", field: { type: "datetime-local" }, read: (value) => new Date(value).toISOString() },
  breakingFor: { verb: "breaking", member: "until", field: { type: "number", min: 1, max: 1440, required: true, value: 20 }, read: inMinutes },
  pinAt: { verb: "pin", member: "value", field: { type: "number", min: 1, required: true, value: 1 }, read: Number },
  spikeWhy: { verb: "spike", member: "text", field: text },
  muteSource: { verb: "mute", member: "source", sources: true },
  mutePhrase: { verb: "mute", member: "text", field: { ...text, required: true } },
  move: { verb: "move", member: "stories", field: { inputmode: "numeric", pattern: "\\d+", required: true, dir: "ltr" }, read: (value) => [value] },
};

/** The form for all of them; it is hidden until it is wanted. */
export function more(editor, story, seen) {
  const chosen = el("select", { "aria-label": say("rare") }, ...Object.keys(RARE).map((key) => el("option", { value: key }, say(key))));
  const form = el("form", { hidden: true, data: { form: "more" } }, chosen, el("input"), el("button", {}, say("save")));
  const choose = () => form.children[1].replaceWith(field(chosen.value, story));
  chosen.addEventListener("input", choose);
  choose();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { verb, member, read = (value) => value } = RARE[chosen.value];
    const value = form.elements[1].value.trim();
    const asked = { seen, ...(value && { [member]: read(value) }) };
    const copies = verb === "move" ? editor.ticked() : [];
    if (verb === "move") {
      if (copies.length !== 1) return editor.tell(say("tickOne"));
      asked.entries = [`#${copies[0].value}`];
    }
    if (!(await editor.act(verb, [story.id], asked))) return; // what was written stays
    for (const one of copies) one.checked = false;
    form.hidden = true;
    editor.onchange();
  });
  return form;
}

function field(key, story) {
  const props = { "aria-label": say(key), ...RARE[key].field };
  if (!RARE[key].sources) return el("input", props);
  const muted = story.edits?.muted_sources ?? [];
  const sources = new Set(story.entries.map((entry) => entry.publisher).filter((name) => !muted.includes(name)));
  return el("select", props, ...[...sources].map((name) => el("option", { value: name }, plain(name))));
}

/** What editors laid over the story and only they see, with the way to take a mute back. */
export function laid(editor, story, seen) {
  const { edits = {}, urgency } = story;
  const line = (label, value, lang = "") => el("li", {}, words("span", `${label} `), foreign("bdi", String(value), lang));
  const mute = (label, member) => (value) => {
    const row = line(label, value);
    row.append(" ", el("button", { type: "button", data: { do: "unmute" }, onclick: () => editor.act("unmute", [story.id], { seen, [member]: value }) }, say("unmute")));
    return row;
  };
  const lines = [
    urgency ? line(say("urgencyIs"), urgency) : null,
    edits.boost ? line(say("boostIs"), edits.boost) : null,
    edits.embargo_until ? line(say("embargoIs"), moment(edits.embargo_until)) : null,
    edits.reason ? line(say("reasonIs"), edits.reason) : null,
    ...(edits.muted_sources ?? []).map(mute(say("muted"), "source")),
    ...(edits.muted_phrases ?? []).map(mute(say("muted"), "text")),
    ...(edits.notes ?? []).map((note) => el("li", { title: moment(note.at) }, foreign("b", note.by), ": ", foreign("bdi", note.text))),
  ].filter(Boolean);
  return lines.length ? el("ul", { class: "laid" }, ...lines) : null;
}
