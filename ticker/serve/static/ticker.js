// Follows a desk, comes back by itself, misses nothing: `const desk = follow({desk: "main", onstories, onupdate})`.
// desk.stories: a Map by id; desk.ranked(): those to show, best first; desk.close(). onstories(desk): all of them are new;
// onupdate(update, desk): one has changed; onstate("live" | "waiting" | "refused", problem). token: of `ticker token`;
// filters: {lang: "ar", publisher: ["A", "B"]}. What is sent stands in docs/protocol.md.
const GONE = new Set(["merged", "expired"]);
const [LEAST, MOST] = [500, 15000]; // ms between two tries

export function follow({url = location.origin, desk, filters = {}, token, onstories, onupdate, onstate}) {
  const me = {stories: new Map(), epoch: "", offset: 0, close, ranked: () => [...me.stories.values()].filter((one) => !one.held).sort(before)};
  let socket, timer, silence = 45000, tries = 0, over = false;

  function address() {
    const to = new URL("/v1/live", url);
    for (const [name, values] of Object.entries({...filters, ...(desk && {desk})}))
      for (const value of [values].flat()) to.searchParams.append(name, value);
    if (me.epoch) to.searchParams.set("cursor", `${me.epoch}:${me.offset}`);
    return to;
  }
  const ask = (to, method) => fetch(to, {method, headers: token ? {Authorization: `Bearer ${token}`} : {}});
  async function open() {
    try {
      const offered = ["ticker.v1.json"];
      if (token) { // a websocket sends no token: it takes a ticket, good once
        const answer = await ask(new URL("/v1/tickets", url), "POST");
        if ([401, 403].includes(answer.status)) return refused(await answer.json());
        offered.push(`ticket.${(await answer.json()).ticket}`);
      }
      if (over) return;
      socket = new WebSocket(String(address()).replace(/^http/, "ws"), offered);
    } catch { return again(); }
    socket.onmessage = ({data}) => { socket.heard = true; tries = 0; wait(); take(JSON.parse(data)); };
    socket.onclose = ({code, target}) => lost(code, target.heard);
    wait();
  }
  async function lost(code, heard) {
    clearTimeout(timer);
    if (over) return;
    if (code >= 4500) return refused({title: `closed with ${code}`, status: code});
    if (!heard) try { // a page is not told why a handshake failed: ask as a page can
      const answer = await ask(address());
      if ([401, 403, 404, 422].includes(answer.status)) return refused(await answer.json());
    } catch { /* not there: come back later */ }
    again();
  }
  function take(message) {
    const {type, op, story, left} = message;
    if (type === "hello") silence = message.ping * 2250;
    if (type === "snapshot") me.stories = new Map(message.stories.map((one) => [one.id, one]));
    if (type === "update" && (GONE.has(op) || left)) me.stories.delete(story.id);
    else if (type === "update") me.stories.set(story.id, story);
    if (["snapshot", "update", "ping"].includes(type)) [me.epoch, me.offset] = [message.epoch, message.offset];
    if (type === "snapshot") onstories?.(me);
    if (type === "update") onupdate?.(message, me);
    if (type === "snapshot" || type === "recovered") onstate?.("live");
  }
  function wait() { // a connection that is silent for too long is dead, whatever the browser thinks
    clearTimeout(timer);
    timer = setTimeout(() => { socket.onclose = socket.onmessage = null; socket.close(); again(); }, silence);
  }
  function again() {
    if (over) return;
    onstate?.("waiting");
    timer = setTimeout(open, Math.min(MOST, LEAST * 2 ** tries++) * (0.5 + Math.random() / 2));
  }
  function refused(problem) { over = true; onstate?.("refused", problem); }
  function close() { // one that is not open yet is closed then: before that, browsers complain of it
    over = true; clearTimeout(timer);
    if (socket?.readyState === 0) socket.onopen = () => socket.close(); else socket?.close();
  }
  open();
  return me;
}

// the order of the ranking: pinned ones first, by their pin; then by score; the older story first
export const before = (a, b) => (a.pin ?? Infinity) - (b.pin ?? Infinity) || b.score - a.score || a.id - b.id;
