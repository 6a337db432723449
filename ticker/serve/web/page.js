// The page: the live stream of a desk, one story in full, search, keys.
// Knows which part shows what; must not know how a connection is kept nor how a row is drawn.

import { follow } from "/ticker.js";
import { ask } from "./api.js";
import { detail } from "./detail.js";
import { el, foreign, isWeb, soon } from "./dom.js";
import { Editor, PAST } from "./edit.js";
import { Rows } from "./rows.js";
import { UI, many, say, translate } from "./words.js";

const $ = (id) => document.getElementById(id);
const STEP = 100; // rows shown at once; more when asked for
const MOST = 1000; // stories kept
const query = new URLSearchParams(location.search);

const rows = new Rows($("stories"), { onOpen: (id) => (page.open === id ? close() : open(id)) });
// `offset` is that of what is shown, 0 = nothing is: a new connection has none yet while the old rows still stand
const page = { desk: query.get("desk") ?? "", live: null, filled: false, offset: 0, open: "", shown: STEP, fresh: new Set(), story: null, token: "" };
const editor = new Editor({ tell, onchange: signed, desk: () => page.desk, offset: () => page.offset });

// -- what is asked for -------------------------------------------------------------------------------------

/** The filters that ask for something; the server applies them, since it folds letters as the desk does. */
function filters() {
  const { value: least } = $("min_publishers");
  const wanted = { q: $("q").value.trim(), lang: $("lang").value, min_publishers: least > 1 ? least : "" };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value));
}

function connect() {
  page.live?.close();
  page.filled = false;
  const live = follow({
    desk: page.desk,
    token: editor.token,
    filters: { ...filters(), limit: MOST },
    onstories() {
      if (page.live !== live) return;
      page.filled = true;
      page.offset = live.offset;
      quiet = true;
      if (page.open) refreshSoon();
      draw();
    },
    onupdate({ op, story, into }) {
      if (page.live !== live) return;
      page.offset = live.offset;
      if (op === "merged" && story.id === page.open && into) {
        tell(say("merged"));
        open(into);
      } else if (page.open && (story.id === page.open || into === page.open)) refreshSoon();
      draw();
    },
    onstate(state, problem) {
      if (page.live !== live) return;
      const why = problem?.detail ?? problem?.title ?? "";
      $("state").dataset.state = state;
      $("state").textContent = say(state);
      $("state").title = why;
      if (state !== "refused") return;
      if (problem?.status === 401) leave();
      else tell(why);
    },
  });
  page.live = live;
}

let changing = 0;

function changedFilters() {
  const wanted = new URLSearchParams(filters());
  if (page.desk) wanted.set("desk", page.desk);
  if (query.get("ui")) wanted.set("ui", UI);
  history.replaceState(null, "", `?${wanted}`);
  page.shown = STEP;
  clearTimeout(changing);
  changing = setTimeout(connect, 150);
}

// -- drawing -----------------------------------------------------------------------------------------------

let quiet = false;
let showing = [];

/** Whether someone reads further down: then nothing moves under them. */
const isReading = () => scrollY > 160;

function drawNow() {
  if (!page.filled) return; // what was there stays until there is something else
  let stories = page.live.ranked();
  const hasMore = stories.length > page.shown;
  stories = stories.slice(0, page.shown);
  if (isReading() && !quiet) {
    // changes in place, but no new rows and no moves: those are counted above
    const known = new Set(showing);
    page.fresh = new Set(stories.filter((story) => !known.has(story.id)).map((story) => story.id));
    stories = showing.map((id) => page.live.stories.get(id)).filter(Boolean);
  } else {
    page.fresh.clear();
  }
  showing = stories.map((story) => story.id);
  rows.show(stories, { quiet });
  quiet = false;
  $("fresh").hidden = !page.fresh.size;
  $("fresh").textContent = many(page.fresh.size, "fresh");
  $("more").hidden = !hasMore;
  $("none").hidden = Boolean(stories.length);
  $("none").textContent = say(Object.keys(filters()).length ? "none" : "empty");
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

/** The query of a question about the desk, as this reader may see it. */
function ofDesk(more = {}) {
  const wanted = new URLSearchParams({ ...(page.desk && { desk: page.desk }), ...(editor.may && { editing: true }), ...more });
  return `?${wanted}`;
}

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
  const seen = page.offset; // the answer is of this moment or a later one
  try {
    const story = await ask(`/v1/stories/${encodeURIComponent(id)}${ofDesk({ reasons: UI })}`, { token: editor.token });
    if (turn !== shownDetail) return;
    if (isBusy()) return; // who is writing or choosing is not disturbed
    const { scrollTop } = $("detail");
    page.story = story;
    $("detail").replaceChildren(...detail(story, { onClose: close, tools: editor.may ? editor.tools(story, seen) : null }));
    $("detail").hidden = false;
    $("detail").scrollTop = scrollTop;
  } catch (error) {
    if (turn === shownDetail && error.status === 404) {
      tell(say("gone"));
      close();
    }
  }
}
const isBusy = () => Boolean(page.story?.id === page.open && $("detail").querySelector(".tools form:not([hidden]), .copies input:checked"));
const refreshSoon = soon(() => page.open && refresh());

function close() {
  const id = page.open;
  shownDetail++;
  page.open = "";
  page.story = null;
  rows.mark("");
  $("detail").hidden = true;
  $("detail").replaceChildren();
  if (id) rows.focus(id);
}

async function listDesks() {
  try {
    const { desks } = await ask("/v1/desks", { token: editor.token });
    $("desk").replaceChildren(...desks.map(({ name }) => el("option", { value: name }, name)));
    $("desk").value = page.desk || desks[0]?.name;
    $("desk-choice").hidden = desks.length < 2;
  } catch {
    $("desk-choice").hidden = true;
  }
}

// -- words, keys, looks --------------------------------------------------------------------------------------

let telling = 0;
/** Say something in passing; `undo` is the action that a button takes back. */
function tell(text, { undo = "" } = {}) {
  clearTimeout(telling);
  const button = undo ? el("button", { type: "button", onclick: () => editor.act("undo", [], { action: undo }) }, say("undo")) : "";
  $("told").replaceChildren(text, button);
  telling = setTimeout(() => $("told").replaceChildren(), undo ? 12_000 : 6_000);
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
  const story = current();
  if (story && isWeb(story.url)) window.open(story.url, "_blank", "noopener,noreferrer");
}

// -- editors -----------------------------------------------------------------------------------------------

/** Somebody has signed in or out, or marked a story. */
function signed() {
  if (editor.token !== page.token) {
    page.token = editor.token;
    listDesks();
    connect();
  }
  $("sign").textContent = editor.token ? `${say("signOut")}: ${editor.name}` : say("sign");
  $("held").hidden = !editor.may;
  $("merging").hidden = !editor.marked.size;
  $("merge").textContent = say("merge", editor.marked.size);
  $("merge").disabled = editor.marked.size < 2;
  rows.markAll(editor.marked);
  listKeys();
  if (page.open) refreshSoon();
}

/** Show nothing: what stood there is of another desk, or not for this reader. */
function empty() {
  close();
  showing = [];
  page.offset = 0;
  rows.show([]);
}

/** Show nothing to who may not read, and ask who it is. */
function leave() {
  empty();
  askToken();
}

function askToken() {
  if (!$("door").open) $("door").showModal();
}

async function enter() {
  try {
    await editor.signIn($("token").value.trim());
    $("door-trouble").textContent = "";
    $("token").value = "";
    $("door").close();
  } catch (error) {
    $("door-trouble").textContent = error.status === 401 ? say("badToken") : error.message;
  }
}

async function showHeld() {
  const { stories } = await ask(`/v1/stories${ofDesk({ limit: 5000 })}`, { token: editor.token });
  const held = stories.filter((story) => story.held);
  $("shelf-list").replaceChildren(...(held.length ? held.map((story) => el("li", {},
    foreign("span", story.headline, story.lang),
    el("button", { type: "button", onclick: async () => { await editor.act("restore", [story.id]); showHeld(); } }, say("restore")),
  )) : [el("li", {}, say("heldNone"))]));
  if (!$("shelf").open) $("shelf").showModal();
}

/** The story that a key is about: the one in the list that has the focus, else the one that is open. */
const current = () => rows.current?.story ?? page.story;

async function retitle() {
  const story = current();
  if (story && story.id !== page.open) await open(story.id);
  $("detail").querySelector("[data-do=retitle]")?.click();
}

const toggle = (yes, verb, no) => () => {
  const story = current();
  if (story) editor.act(story[yes] ? no : verb, [story.id], no === "breaking" && story.breaking ? { until: PAST } : {});
};

const EDITOR_KEYS = {
  p: toggle("pinned", "pin", "unpin"),
  b: toggle("breaking", "breaking", "breaking"),
  x: toggle("held", "spike", "restore"),
  e: retitle,
  m: () => current() && editor.mark(current().id),
  u: () => editor.act("undo"),
  U: () => editor.act("redo"),
};

const KEYS = {
  j: () => rows.step(1),
  k: () => rows.step(-1),
  Enter: null, // the row's own
  o: openLink,
  Escape: () => (page.open ? close() : clear()),
  "/": () => $("q").focus(),
  g: toTop,
  T: turnTheme,
  "?": () => $("help").showModal(),
};

function clear() {
  $("q").value = "";
  $("lang").value = "";
  $("min_publishers").value = "1";
  changedFilters();
  rows.list.focus();
}

/** The key that is meant: under an Arabic layout the one in the same place. */
function keyOf({ key, code, shiftKey }) {
  if (!/[^\x00-\x7f]/.test(key)) return key;
  if (code === "Slash") return shiftKey ? "?" : "/";
  const letter = /^Key([A-Z])$/.exec(code)?.[1] ?? "";
  return shiftKey ? letter : letter.toLowerCase();
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (typing && event.key !== "Escape") return;
  const key = keyOf(event);
  const keys = editor.may ? { ...KEYS, ...EDITOR_KEYS } : KEYS;
  const act = Object.hasOwn(keys, key) && keys[key];
  if (!act) return;
  event.preventDefault();
  if (typing) event.target.blur();
  act();
});

function listKeys() {
  const keys = Object.keys(editor.may ? { ...KEYS, ...EDITOR_KEYS } : KEYS);
  $("help-keys").replaceChildren(...keys.map((key) => el("tr", {}, el("td", {}, el("kbd", {}, key)), el("td", {}, say(`k_${key}`)))));
}

async function start() {
  try {
    const theme = localStorage.getItem("theme");
    if (theme) document.documentElement.dataset.theme = theme;
  } catch { /* as above */ }
  translate(document);
  for (const name of ["q", "lang", "min_publishers"]) {
    if (query.get(name)) $(name).value = query.get(name);
    $(name).addEventListener("input", changedFilters);
  }
  $("desk").addEventListener("input", () => {
    page.desk = $("desk").value;
    editor.marked.clear(); // ids are of one desk
    signed();
    empty();
    changedFilters();
  });
  $("theme").addEventListener("click", turnTheme);
  $("keys").addEventListener("click", KEYS["?"]);
  $("fresh").addEventListener("click", toTop);
  $("more").addEventListener("click", () => { page.shown += STEP; draw(); });
  addEventListener("scroll", () => { if (!isReading() && page.fresh.size) draw(); }, { passive: true });
  new ResizeObserver(([{ target }]) => document.documentElement.style.setProperty("--head", `${target.offsetHeight}px`)).observe(document.querySelector("header"));
  setInterval(() => rows.age(), 30_000);
  $("sign").addEventListener("click", () => (editor.token ? editor.signOut() : askToken()));
  $("enter").addEventListener("click", enter);
  $("token").addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); enter(); } });
  $("held").addEventListener("click", showHeld);
  $("merge").addEventListener("click", () => editor.merge());
  $("unmark").addEventListener("click", () => { editor.marked.clear(); signed(); });
  listKeys();
  await editor.resume();
  if (page.live) return;
  connect();
  listDesks();
}

start();
