// A desk as it is now: a snapshot, then every update after it, for as long as the page is open.
// Knows the API; must not know how stories are shown.

const QUIET = 40_000; // a comment comes every 15 s: longer silence is a dead connection
const FIRST = 250;
const LONGEST = 4_000;

/** What the server says to `path`, as JSON. Throws an Error with `status` and the problem's text. */
export async function ask(path, { token = "", ...options } = {}) {
  const headers = { ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  const answer = await fetch(path, { ...options, headers });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw Object.assign(new Error(body.detail || body.title || `${answer.status}`), { status: answer.status });
  }
  return body;
}

/**
 * Follow a desk. `onSnapshot(stories)` and `onUpdate(update)` say what it holds, `onState(state, why)` how
 * the connection is: live, connecting, refused. Goes on from where it was after every break.
 */
export class Live {
  constructor({ desk = "", limit = 1000, token = "", onSnapshot, onUpdate, onState }) {
    Object.assign(this, { desk, limit, token, onSnapshot, onUpdate, onState });
    this.cursor = "";
    this.stopped = new AbortController();
    this.ended = this.run();
  }

  stop() {
    this.stopped.abort();
  }

  get over() {
    return this.stopped.signal.aborted;
  }

  async run() {
    let wait = FIRST;
    while (!this.over) {
      try {
        if (!this.cursor) await this.snapshot();
        wait = FIRST;
        await this.follow();
      } catch (error) {
        if (this.over) return;
        if (error.status === 401 || error.status === 403 || error.status === 404) {
          this.onState("refused", error.message);
          return;
        }
        this.onState("connecting");
        await this.pause(wait * (0.5 + Math.random()));
        wait = Math.min(wait * 2, LONGEST);
      }
    }
  }

  pause(milliseconds) {
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds);
      this.stopped.signal.addEventListener("abort", () => { clearTimeout(timer); done(); }, { once: true });
    });
  }

  async snapshot() {
    const desk = this.desk ? `&desk=${encodeURIComponent(this.desk)}` : "";
    const { token } = this;
    const top = await ask(`/v1/stories?limit=${this.limit}${desk}`, { token, signal: this.stopped.signal });
    this.desk = top.desk;
    this.cursor = `${top.epoch}:${top.offset}`;
    this.onSnapshot(top.stories);
  }

  async follow() {
    const ended = new AbortController();
    const stop = () => ended.abort();
    this.stopped.signal.addEventListener("abort", stop, { once: true });
    let silence = setTimeout(stop, QUIET);
    try {
      const headers = { "Last-Event-ID": this.cursor };
      if (this.token) headers.Authorization = `Bearer ${this.token}`;
      const path = `/v1/events?desk=${encodeURIComponent(this.desk)}`;
      const answer = await fetch(path, { headers, signal: ended.signal, cache: "no-store" });
      if (!answer.ok) throw Object.assign(new Error(`${answer.status}`), { status: answer.status });
      this.onState("live");
      const decoder = new TextDecoder();
      let text = "";
      for (const reader = answer.body.getReader(); ;) {
        const { done, value } = await reader.read();
        if (done) throw new Error("the stream ended");
        clearTimeout(silence);
        silence = setTimeout(stop, QUIET);
        text += decoder.decode(value, { stream: true });
        const events = text.split("\n\n");
        text = events.pop();
        for (const event of events) if (!this.take(event)) return;
      }
    } finally {
      clearTimeout(silence);
      this.stopped.signal.removeEventListener("abort", stop);
      ended.abort();
    }
  }

  /** One event; false = everything must be asked anew. */
  take(event) {
    const fields = {};
    for (const line of event.split("\n")) {
      const at = line.indexOf(": ");
      if (at > 0) fields[line.slice(0, at)] = line.slice(at + 2);
    }
    if (!fields.data) return true;
    if (fields.event === "reset") {
      this.cursor = "";
      return false;
    }
    this.cursor = fields.id;
    this.onUpdate(JSON.parse(fields.data));
    return true;
  }
}
