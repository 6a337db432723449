// What editors do: sign in, one action on stories, and the tools that ask for it.
// Knows the API's actions; must not know how stories are shown.

import { ask } from "./api.js";
import { el } from "./dom.js";
import { laid, more } from "./more.js";
import { say } from "./words.js";

const KEPT = "ticker-token";

/** An end that is over: it takes a breaking mark away. */
export const PAST = "2000-01-01T00:00:00Z";

export class Editor {
  /** `onchange()` when who is signed in changes; `tell(text)` says what became of an action; `offset()` is what the list shows. */
  constructor({ tell, onchange, desk, offset }) {
    Object.assign(this, { tell, onchange, desk, offset, token: "", name: "", role: "reader", marked: new Set() });
  }

  get may() {
    return this.role !== "reader";
  }

  /** Sign in with the token of an earlier visit of this tab, if there was one. */
  async resume() {
    const token = sessionStorage.getItem(KEPT);
    if (token) await this.signIn(token).catch(() => this.signOut());
  }

  async signIn(token) {
    const { name, role } = await ask("/v1/me", { token });
    sessionStorage.setItem(KEPT, token); // for this tab alone, until it is closed
    Object.assign(this, { token, name, role });
    this.onchange();
  }

  signOut() {
    sessionStorage.removeItem(KEPT);
    Object.assign(this, { token: "", name: "", role: "reader" });
    this.marked.clear();
    this.onchange();
  }

  /** Do one action; what came of it, or nothing where it was refused, which is told. */
  async act(verb, stories = [], more = {}) {
    const body = { verb, stories, seen: this.offset(), ...more };
    if (this.desk()) body.desk = this.desk();
    try {
      const headers = { "Idempotency-Key": crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` };
      const done = await ask("/v1/actions", { token: this.token, body, headers });
      this.tell(done.said || say("done"), { undo: verb === "undo" ? "" : done.action });
      return done;
    } catch (error) {
      this.tell(error.message);
      return null;
    }
  }

  /** Mute a story's alerts, or let it alert again. */
  async alerts(story, off) {
    const body = { story, off, ...(this.desk() && { desk: this.desk() }) };
    try {
      await ask("/v1/alerts/switches", { token: this.token, body });
      this.tell(say(off ? "alertsOff" : "alertsOn"));
    } catch (error) {
      this.tell(error.message);
    }
  }

  /** The buttons for one story, as it was at the offset `seen`: what another editor changed after it is a conflict. */
  tools(story, seen) {
    const { id } = story;
    const act = (verb, more) => () => this.act(verb, [id], { seen, ...more });
    const button = (key, press, label) => el("button", { type: "button", data: { do: key }, onclick: press }, label ?? say(key));
    const form = this.title(story, seen);
    const rare = more(this, story, seen);
    const turn = (one, other) => () => {
      other.hidden = true;
      one.hidden = !one.hidden;
      one.elements[0].focus();
    };
    return el("div", { class: "tools", role: "group", "aria-label": say("tools") },
      story.pinned ? button("unpin", act("unpin")) : button("pin", act("pin")),
      story.breaking ? button("unbreak", act("breaking", { until: PAST })) : button("breaking", act("breaking")),
      story.held ? button("restore", act("restore")) : button("spike", act("spike")),
      button("retitle", turn(form, rare)),
      button("mark", () => this.mark(id), say(this.marked.has(id) ? "unmark" : "mark")),
      story.copies > 1 ? button("split", () => this.split(id, seen)) : null,
      button("alertsMute", () => this.alerts(id, true)),
      button("rare", turn(rare, form)),
      form,
      rare,
      laid(this, story, seen),
    );
  }

  title(story, seen) {
    const field = el("input", { value: story.headline, "aria-label": say("headline"), dir: "auto", lang: story.lang || null, maxlength: 500 });
    const form = el("form", { hidden: true }, field, el("button", {}, say("save")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!(await this.act("retitle", [story.id], { seen, text: field.value.trim() }))) return; // what was written stays
      form.hidden = true;
      this.onchange();
    });
    return form;
  }

  /** The boxes of the copies that are ticked. */
  ticked() {
    return [...document.querySelectorAll("#detail .copies input:checked")];
  }

  /** Split the copies that are ticked out of a story. */
  async split(id, seen) {
    const ticked = this.ticked();
    if (!ticked.length) this.tell(say("tick"));
    else if (await this.act("split", [id], { seen, entries: ticked.map((one) => `#${one.value}`) })) {
      for (const one of ticked) one.checked = false;
      this.onchange();
    }
  }

  mark(id) {
    if (!this.marked.delete(id)) this.marked.add(id);
    this.onchange();
  }

  async merge() {
    if (this.marked.size > 1 && (await this.act("merge", [...this.marked]))) this.marked.clear();
    this.onchange();
  }
}
