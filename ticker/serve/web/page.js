// The page: the live stream of a desk, one story in full, search, keys.
// Knows which part shows what; must not know how a connection is kept nor how a row is drawn.

import { Board } from "./board.js";
import { detail } from "./detail.js";
import { el, isWeb, soon } from "./dom.js";
import { Live, ask } from "./live.js";
import { Rows } from "./rows.js";

const $ = (id) => document.getElementById(id);
const STEP = 100; // rows shown at once; more when asked for
const SEARCHED = 200;
const query = new URLSearchParams(location.search);

const board = new Board();
const rows = new Rows($("stories"), { onOpen: (id) => (page.open === id ? close() : open(id)) });
const page = { desk: query.get("desk") ?? "", open: "", shown: STEP, found: null, fresh: new Set(), live: null, token: "" };

// -- what is asked for -------------------------------------------------------------------------------------

const filters = () => ({ q: $("q").value.trim(), lang: $("lang").value, min_publishers: $("min_publishers").value });
const isFiltered = () => Boolean(filters().q || filters().lang || filters().min_publishers > 1);

function address() {
  const wanted = new URLSearchParams(Object.entries(filters()).filter(([name, value]) => value && !(name === "min_publishers" && value === "1")));
  if (page.desk) wanted.set("desk", page.desk);
  return wanted;
}

/** Ask the server which stories match: it folds letters as the desk does. */
async function search() {
  const wanted = address();
  if (!isFiltered()) {
    page.found = null;
    return draw();
  }
  const asked = String(wanted);
  try {
    const top = await ask(`/v1/stories?${wanted}&limit=${SEARCHED}`, { token: page.token });
    if (asked !== String(address())) return; // another search has begun
    page.found = top.stories.map((story) => story.id);
    for (const story of top.stories) board.stories.set(story.id, story);
  } catch (error) {
    if (error.status === 422) page.found = [];
    else return; // the connection shows its state by itself, and the search is asked again with the next update
  }
  draw();
}

let searching = 0;
function searchSoon(wait) {
  if (searching && wait) return;
  clearTimeout(searching);
  searching = setTimeout(() => { searching = 0; search(); }, wait);
}

function changedFilters() {
  history.replaceState(null, "", `?${address()}`);
  page.shown = STEP;
  clearTimeout(searching);
  searching = 0;
  searchSoon(isFiltered() ? 120 : 0);
}

// -- drawing -----------------------------------------------------------------------------------------------

let quiet = false;
let showing = [];

/** Whether someone reads further down: then nothing moves under them. */
const isReading = () => scrollY > 160;

function drawNow() {
  let stories = board.ranked();
  if (page.found) {
    const found = new Set(page.found);
    stories = stories.filter((story) => found.has(story.id));
  }
  const hasMore = stories.length > page.shown;
  stories = stories.slice(0, page.shown);
  if (isReading() && !quiet) {
    // changes in place, but no new rows and no moves: those are counted above
    const known = new Set(showing);
    page.fresh = new Set(stories.filter((story) => !known.has(story.id)).map((story) => story.id));
    stories = showing.map((id) => board.stories.get(id)).filter(Boolean);
  } else {
    page.fresh.clear();
  }
  showing = stories.map((story) => story.id);
  rows.show(stories, { quiet });
  quiet = false;
  $("fresh").hidden = !page.fresh.size;
  $("fresh").textContent = page.fresh.size === 1 ? "1 new story" : `${page.fresh.size} new stories`;
  $("more").hidden = !hasMore;
  $("none").hidden = Boolean(stories.length);
  $("none").textContent = page.found ? "No story matches." : page.live?.filled ? "No stories yet: the desk waits for its feeds." : "";
  document.title = `${stories.some((story) => story.breaking) ? "● " : ""}ticker${page.desk ? `: ${page.desk}` : ""}`;
}
const draw = soon(drawNow);

function toTop() {
  scrollTo({ top: 0 });
  quiet = true;
  draw();
}

// -- one story ---------------------------------------------------------------------------------------------

let shownDetail = 0;

async function open(id) {
  page.open = id;
  rows.mark(id);
  await refresh();
  if (page.open === id) $("detail").focus({ preventScroll: true });
}

/** Ask for the open story again and show it. */
async function refresh() {
  const id = page.open;
  const turn = ++shownDetail;
  try {
    const story = await ask(`/v1/stories/${encodeURIComponent(id)}?desk=${encodeURIComponent(page.desk)}`, { token: page.token });
    if (turn !== shownDetail) return;
    const { scrollTop } = $("detail");
    $("detail").replaceChildren(...detail(story, { onClose: close }));
    $("detail").hidden = false;
    $("detail").scrollTop = scrollTop;
  } catch (error) {
    if (turn === shownDetail && error.status === 404) {
      tell("That story has left the stream.");
      close();
    }
  }
}
const refreshSoon = soon(() => page.open && refresh());

function close() {
  const id = page.open;
  shownDetail++;
  page.open = "";
  rows.mark("");
  $("detail").hidden = true;
  $("detail").replaceChildren();
  if (id) rows.focus(id);
}

// -- the connection ----------------------------------------------------------------------------------------

function connect() {
  page.live?.stop();
  const live = new Live({
    desk: page.desk,
    token: page.token,
    onSnapshot(stories) {
      if (page.live !== live) return;
      page.desk = live.desk;
      live.filled = true;
      board.fill(stories);
      quiet = true;
      if (isFiltered()) searchSoon(0);
      if (page.open) refreshSoon();
      draw();
    },
    onUpdate(update) {
      if (page.live !== live) return;
      board.apply(update);
      if (page.open && (update.story.id === page.open || update.into === page.open)) {
        if (update.op === "merged" && update.story.id === page.open && update.into) {
          tell("That story was merged into another one.");
          open(update.into);
        } else refreshSoon();
      }
      if (page.found) searchSoon(400);
      draw();
    },
    onState(state, why = "") {
      if (page.live !== live) return;
      $("state").dataset.state = state;
      $("state").textContent = state === "connecting" ? "reconnecting" : state;
      $("state").title = why;
      if (state === "refused") tell(why);
    },
  });
  page.live = live;
}

async function listDesks() {
  try {
    const { desks } = await ask("/v1/desks", { token: page.token });
    $("desk").replaceChildren(...desks.map(({ name }) => el("option", { value: name }, name)));
    $("desk").value = page.desk || desks[0]?.name;
    $("desk-choice").hidden = desks.length < 2;
  } catch {
    $("desk-choice").hidden = true;
  }
}

// -- words, keys, looks --------------------------------------------------------------------------------------

let telling = 0;
function tell(text) {
  clearTimeout(telling);
  $("told").textContent = text;
  telling = setTimeout(() => ($("told").textContent = ""), 6000);
}

function turnTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.theme ?? (dark ? "dark" : "light");
  document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
  try {
    localStorage.setItem("theme", document.documentElement.dataset.theme);
  } catch { /* a page that may store nothing forgets it */ }
}

function openLink() {
  const story = board.stories.get(rows.current?.dataset.id ?? page.open);
  if (story && isWeb(story.url)) window.open(story.url, "_blank", "noopener,noreferrer");
}

const KEYS = {
  j: ["next story", () => rows.step(1)],
  k: ["story before", () => rows.step(-1)],
  Enter: ["open or close it", null],
  o: ["open its page", openLink],
  Escape: ["close, or clear the search", () => (page.open ? close() : clear())],
  "/": ["search", () => $("q").focus()],
  g: ["to the top, with all that is new", toTop],
  T: ["dark or light", turnTheme],
  "?": ["these keys", () => $("help").showModal()],
};

function clear() {
  $("q").value = "";
  $("lang").value = "";
  $("min_publishers").value = "1";
  changedFilters();
  rows.list.focus();
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (typing && event.key !== "Escape") return;
  const act = KEYS[event.key]?.[1];
  if (!act) return;
  event.preventDefault();
  if (typing) event.target.blur();
  act();
});

function start() {
  try {
    const theme = localStorage.getItem("theme");
    if (theme) document.documentElement.dataset.theme = theme;
  } catch { /* as above */ }
  $("help-keys").replaceChildren(...Object.entries(KEYS).map(([key, [what]]) => el("tr", {}, el("td", {}, el("kbd", {}, key)), el("td", {}, what))));
  for (const name of ["q", "lang", "min_publishers"]) {
    if (query.get(name)) $(name).value = query.get(name);
    $(name).addEventListener("input", changedFilters);
  }
  $("desk").addEventListener("input", () => {
    page.desk = $("desk").value;
    page.found = null;
    close();
    changedFilters();
    connect();
  });
  $("theme").addEventListener("click", turnTheme);
  $("keys").addEventListener("click", KEYS["?"][1]);
  $("fresh").addEventListener("click", toTop);
  $("more").addEventListener("click", () => { page.shown += STEP; draw(); });
  addEventListener("scroll", () => { if (!isReading() && page.fresh.size) draw(); }, { passive: true });
  new ResizeObserver(([{ target }]) => document.documentElement.style.setProperty("--head", `${target.offsetHeight}px`)).observe(document.querySelector("header"));
  setInterval(() => rows.age(), 30_000);
  connect();
  listDesks();
}

start();
