// Follows a desk, comes back by itself, misses nothing. docs/clients.md says how to use it, docs/protocol.md what is sent.
export function follow({url = location.origin, desk, filters = {}, token, onstories, onupdate, onstate}) {
  const ranked = () => [...me.stories.values()].filter((one) => !one.held).sort(before);
  const me = {stories: new Map(), epoch: "", offset: 0, ranked, close};
  const headers = token ? {Authorization: `Bearer ${token}`} : {};
  const asked = Object.entries({...filters, desk: desk || []});
  const wanted = new URLSearchParams(asked.flatMap(([name, values]) => [values].flat().map((value) => [name, value])));
  const why = async (answer) => [401, 403, 404, 422].includes(answer.status) ? {refused: await answer.json()} : {};
  let socket, silence = 45000, over = false;
  async function connection() { // one, until its end: its close code, and whether anything came; or why it is refused
    const offered = ["ticker.v1.json"];
    if (me.epoch) wanted.set("cursor", `${me.epoch}:${me.offset}`);
    const address = new URL(`/v1/live?${wanted}`, url);
    if (token) { // a websocket sends no token: it takes a ticket, good once
      const answer = await fetch(new URL("/v1/tickets", url), {method: "POST", headers});
      if (!answer.ok) return why(answer);
      offered.push(`ticket.${(await answer.json()).ticket}`);
      if (over) return {};
    }
    let heard = false, timer;
    socket = new WebSocket(String(address).replace(/^http/, "ws"), offered);
    const code = await new Promise((end) => {
      const wait = () => { clearTimeout(timer); timer = setTimeout(end, silence); }; // who is silent for long is dead
      socket.onmessage = ({data}) => { heard = true; wait(); take(JSON.parse(data)); };
      socket.onclose = (event) => end(event.code);
      wait();
    });
    socket.onmessage = null; socket.close();
    return heard || over || code >= 4500 ? {code, heard} : why(await fetch(address, {headers})); // sockets tell no reason
  }
  function take(message) {
    const {type, op, story, left, epoch, offset} = message;
    if (type === "hello") silence = message.ping * 2250;
    if (type === "snapshot") me.stories = new Map(message.stories.map((one) => [one.id, one]));
    if (type === "update" && (left || op === "merged" || op === "expired")) me.stories.delete(story.id);
    else if (type === "update") me.stories.set(story.id, story);
    if (["snapshot", "update", "ping"].includes(type)) Object.assign(me, {epoch, offset});
    if (type === "snapshot") onstories?.(me);
    if (type === "update") onupdate?.(message, me);
    if (type === "snapshot" || type === "recovered") onstate?.("live");
  }
  function close() { // one that is not open yet is closed then: before that, browsers complain of it
    over = true;
    if (socket?.readyState === 0) socket.onopen = () => socket.close(); else socket?.close();
  }
  (async () => {
    for (let tries = 0; !over; tries++) {
      const {code, heard, refused} = await connection().catch(() => ({}));
      if (over) return;
      if (refused || code >= 4500) return onstate?.("refused", refused ?? {title: `closed with ${code}`, status: code});
      if (heard) tries = 0;
      onstate?.("waiting");
      await new Promise((done) => setTimeout(done, Math.min(15000, 500 * 2 ** tries) * (0.5 + Math.random() / 2)));
    }
  })();
  return me;
}

// the order of the ranking: pinned ones first, by their pin; then by score; the older story first
export const before = (a, b) => (a.pin ?? Infinity) - (b.pin ?? Infinity) || b.score - a.score || a.id - b.id;
