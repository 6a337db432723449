// The overlay: a crawl or flip of a desk's headlines for OBS, CasparCG, SPX and whatever shows a web page.
// Knows the options and the calls of graphics systems; must not know how things move.

import { follow } from "/ticker.js";
import { Crawl } from "./crawl.js";
import { direction } from "./dom.js";
import { Flip } from "./flip.js";

const $ = (id) => document.getElementById(id);
const root = document.documentElement;
const DEFAULTS = {
  desk: "", mode: "crawl", speed: 0, theme: "dark", count: 15, lang: "", min_publishers: 1, breaking: 0, label: "",
  direction: "auto", position: "bottom", edge: 0, size: 40, motion: "auto", autoplay: 1, color: "", background: "", accent: "",
};
const CHOICES = {
  mode: ["crawl", "flip"], theme: ["dark", "light", "plain"], direction: ["auto", "ltr", "rtl"],
  position: ["bottom", "top"], motion: ["auto", "less"],
};
const FIELDS = { f0: "label", f1: "mode", f2: "speed", f3: "count", f4: "desk", f5: "theme", f6: "lang" };
const LIMITS = { speed: [0, 2000], count: [1, 100], min_publishers: [1, 1000], breaking: [0, 1], edge: [0, 2000], size: [8, 400], autoplay: [0, 1] };
const COLOUR = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

const options = { ...DEFAULTS };
const on = { live: null, filled: false, moving: null, playing: false, token: new URLSearchParams(location.hash.slice(1)).get("token") ?? "" };

/** Take over those values that an option can have; the others stay as they are. */
function take(values) {
  for (const [given, value] of Object.entries(values)) {
    const name = FIELDS[given] ?? given;
    if (!(name in DEFAULTS) || value === null || value === undefined) continue;
    if (name in LIMITS) {
      const [least, most] = LIMITS[name];
      const number = Number(value);
      if (String(value).trim() !== "" && Number.isFinite(number)) options[name] = Math.min(Math.max(number, least), most);
    } else if (name in CHOICES) {
      if (CHOICES[name].includes(value)) options[name] = value;
    } else options[name] = String(value).slice(0, 200);
  }
}

// -- what is shown -----------------------------------------------------------------------------------------

const stories = () => on.live.ranked().slice(0, options.count);

function runs(list) {
  if (options.direction !== "auto") return options.direction;
  const right = list.filter((story) => direction(story.headline) === "rtl").length;
  return right * 2 > list.length ? "rtl" : "ltr";
}

/** Build the moving part anew where the look or the direction asks for another one. */
function arrange(list) {
  const still = options.motion === "less" || matchMedia("(prefers-reduced-motion: reduce)").matches;
  const mode = still ? "flip" : options.mode;
  const way = runs(list);
  const kind = `${mode} ${way} ${options.speed}`;
  if (on.moving?.kind === kind) return;
  on.moving?.clear();
  Object.assign(root.dataset, { mode, direction: way, motion: still ? "less" : "full" });
  // a crawl's speed is no flip's: where motion is not wanted, the flip keeps its own
  const speed = mode === options.mode ? options.speed : 0;
  on.moving = mode === "crawl" ? new Crawl($("track"), { speed, rtl: way === "rtl" }) : new Flip($("track"), { speed });
  on.moving.kind = kind;
}

function show() {
  if (!on.filled) return; // what is on air stays until there is something else
  const list = stories();
  if (list.length) arrange(list);
  on.moving?.set(list, (id) => on.live.stories.has(id));
  const empty = !list.length;
  if (on.playing && !empty) {
    $("bar").hidden = false;
    on.moving.play();
  } else if (empty) {
    $("bar").hidden = true;
    on.moving?.clear();
  }
}

function look() {
  Object.assign(root.dataset, { theme: options.theme, position: options.position });
  root.style.setProperty("--size", `${options.size}px`);
  root.style.setProperty("--edge", `${options.edge}px`);
  for (const [name, property] of [["color", "--ink"], ["background", "--back"], ["accent", "--accent"]]) {
    const found = COLOUR.exec(options[name]);
    if (found) root.style.setProperty(property, `#${found[1]}`);
    else root.style.removeProperty(property);
  }
  $("label").textContent = options.label;
  $("label").hidden = !options.label;
}

/** What the server is to leave out. */
function filters() {
  const { lang, min_publishers, breaking } = options;
  return { ...(lang && { lang }), ...(min_publishers > 1 && { min_publishers }), ...(breaking && { breaking: true }) };
}

function connect() {
  on.live?.close();
  on.filled = false;
  const asked = JSON.stringify([options.desk, filters()]);
  const live = follow({
    desk: options.desk,
    token: on.token,
    filters: { ...filters(), limit: 200 },
    onstories() { if (on.live === live) { on.filled = true; show(); } },
    onupdate() { if (on.live === live) show(); },
    // what is on air stays on air while the server is away; the state is for whoever looks
    onstate(state, problem) { if (on.live === live) { root.dataset.state = state; root.title = problem?.detail ?? ""; } },
  });
  Object.assign(on, { live, asked });
}

// -- the calls of graphics systems ---------------------------------------------------------------------------

function play() {
  on.playing = true;
  $("bar").classList.add("out");
  show();
  void $("bar").offsetWidth; // the way in begins where the style puts it
  $("bar").classList.remove("out");
}

function stop() {
  on.playing = false;
  $("bar").classList.add("out");
  setTimeout(() => { if (!on.playing) on.moving?.clear(); }, 600);
}

function next() {
  on.moving?.next();
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The fields in what a graphics system sends: an object, JSON, or CasparCG's templateData. */
function fields(data) {
  if (data && typeof data === "object") return data;
  const text = String(data ?? "");
  try {
    const found = JSON.parse(text);
    return found && typeof found === "object" ? found : {};
  } catch {
    const pattern = /<componentData\s+id=["'](\w+)["']\s*>\s*<data\b[^>]*?\bvalue=(?:"([^"]*)"|'([^']*)')/g;
    return Object.fromEntries([...text.matchAll(pattern)].map(([, id, double, single]) => [
      id, (double ?? single).replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => ENTITIES[name]),
    ]));
  }
}

function update(data) {
  take(fields(data));
  look();
  if (on.asked !== JSON.stringify([options.desk, filters()])) connect();
  show();
}

/** What SPX calls after it has written its fields into elements of their names. */
function runTemplateUpdate() {
  update(Object.fromEntries(Object.keys(FIELDS).filter($).map((name) => [name, $(name).value ?? $(name).textContent])));
}

const CALLS = { play, stop, next, update };
Object.assign(window, CALLS, { runTemplateUpdate, runAnimationIN: play, runAnimationOUT: stop });
window.SPXGCTemplateDefinition = {
  description: "ticker: live headlines", playserver: "OVERLAY", playchannel: "1", playlayer: "4", webplayout: "4",
  out: "manual", steps: "1", dataformat: "json", uicolor: "2",
  DataFields: Object.entries(FIELDS).map(([field, name]) => ({ field, ftype: "textfield", title: name, value: String(DEFAULTS[name]) })),
};
// a frame's host may call as well; there is nothing here that it could not show by itself
addEventListener("message", ({ source, data }) => {
  if (source === parent && source !== window && data && Object.hasOwn(CALLS, data.ticker)) CALLS[data.ticker](data.data);
});

take(Object.fromEntries(new URLSearchParams(location.search)));
look();
connect();
if (options.autoplay) play();
if (parent !== window) parent.postMessage("ticker:ready", "*");
