// Elements without markup: text goes in as text, never as HTML.
// Knows the document; must not know stories.

/** An element with properties (`class`, `data`, `on…`, attributes) and children (texts, elements, nothing). */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") made.className = value;
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
  return made;
}

// what turns the direction of other text over or is not to be seen at all; joiners and direction marks stay
const UNWANTED = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e0fff}]+/gu;

/** Text from outside as one harmless line. */
export const plain = (text) => text.replace(UNWANTED, " ").trim();

/** Text from outside, in its own direction and language. */
export function foreign(tag, text, lang, props = {}) {
  return el(tag, { dir: "auto", lang: lang || undefined, ...props }, plain(text));
}

/** Words of our own: they keep their language and direction beside headlines in another one. */
export function words(tag, text, props = {}) {
  const { lang, dir } = document.documentElement;
  return el(tag, { dir, lang, ...props }, text);
}

/** A link to a page of the web; plain text where the address is none. */
export function link(url, text, props = {}) {
  return isWeb(url)
    ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer", ...props }, plain(text))
    : el("span", props, plain(text));
}

/** Whether the address is one of the web: `javascript:` and the like never become links. */
export function isWeb(url) {
  try {
    return /^https?:$/.test(new URL(url).protocol);
  } catch {
    return false;
  }
}

const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Which way a text runs: that of its first letter. */
export function direction(text) {
  const first = /\p{L}/u.exec(text);
  return first && RTL.test(first[0]) ? "rtl" : "ltr";
}

/** Call `what` once for many calls of the function that comes back, at the next picture. */
export function soon(what) {
  let waits = false;
  const run = () => {
    waits = false;
    what();
  };
  return () => {
    if (waits) return;
    waits = true;
    // a hidden page draws no pictures, and yet must keep up
    if (document.hidden) setTimeout(run, 50);
    else requestAnimationFrame(run);
  };
}
