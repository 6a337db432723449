// The page: the live stream of a desk, one story in full, search, keys.
// Knows which part shows what; must not know how a connection is kept nor how a row is drawn.

import { follow } from "/ticker.js";
import { ask } from "./api.js";
import { detail } from "./detail.js";
import { el, isWeb, soon } from "./dom.js";
import { Rows } from "./rows.js";
import { UI, many, say, translate } from "./words.js";

const $ = (id) => document.getElementById(id);
const STEP = 100; // rows shown at once; more when asked for
const MOST = 1000; // stories kept
const query = new URLSearchParams(location.search);

const rows = new Rows($("stories"), { onOpen: (id) => (page.open === id ? close() : open(id)) });
const page = { desk: query.get("desk") ?? "", live: null, filled: false, open: "", shown: STEP, fresh: new Set(), token: "" };

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
    token: page.token,
    filters: { ...filters(), limit: MOST },
    onstories() {
      if (page.live !== live) return;
      page.filled = true;
      quiet = true;
      if (page.open) refreshSoon();
      draw();
    },
    onupdate({ op, story, into }) {
      if (page.live !== live) return;
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
      if (state === "refused") tell(why);
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

const ofDesk = () => (page.desk ? `?desk=${encodeURIComponent(page.desk)}` : "");

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
    const story = await ask(`/v1/stories/${encodeURIComponent(id)}${ofDesk()}`, { token: page.token });
    if (turn !== shownDetail) return;
    const { scrollTop } = $("detail");
    $("detail").replaceChildren(...detail(story, { onClose: close }));
    $("detail").hidden = false;
    $("detail").scrollTop = scrollTop;
  } catch (error) {
    if (turn === shownDetail && error.status === 404) {
      tell(say("gone"));
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
  const story = page.live.stories.get(rows.current?.dataset.id ?? page.open);
  if (story && isWeb(story.url)) window.open(story.url, "_blank", "noopener,noreferrer");
}

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
  const act = Object.hasOwn(KEYS, key) && KEYS[key];
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
  translate(document);
  $("help-keys").replaceChildren(...Object.keys(KEYS).map((key) => el("tr", {}, el("td", {}, el("kbd", {}, key)), el("td", {}, say(`k_${key}`)))));
  for (const name of ["q", "lang", "min_publishers"]) {
    if (query.get(name)) $(name).value = query.get(name);
    $(name).addEventListener("input", changedFilters);
  }
  $("desk").addEventListener("input", () => {
    page.desk = $("desk").value;
    close();
    changedFilters();
  });
  $("theme").addEventListener("click", turnTheme);
  $("keys").addEventListener("click", KEYS["?"]);
  $("fresh").addEventListener("click", toTop);
  $("more").addEventListener("click", () => { page.shown += STEP; draw(); });
  addEventListener("scroll", () => { if (!isReading() && page.fresh.size) draw(); }, { passive: true });
  new ResizeObserver(([{ target }]) => document.documentElement.style.setProperty("--head", `${target.offsetHeight}px`)).observe(document.querySelector("header"));
  setInterval(() => rows.age(), 30_000);
  connect();
  listDesks();
}

start();
