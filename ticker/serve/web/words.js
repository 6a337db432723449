// What the page itself says, in English and Arabic: chosen by `?ui=`, else by the browser.
// Knows words; must not know where they stand.

const EN = {
  dir: "ltr",
  skip: "To the stories", desk: "Desk", search: "Search headlines and publishers", find: "Search",
  language: "Language", all: "all languages", least: "Publishers at least", any: "any number of publishers",
  least2: "2 publishers or more", least3: "3 publishers or more", least5: "5 publishers or more",
  theme: "Theme", keys: "Keys", close: "Close", closeStory: "Close the story", stories: "Stories", story: "Story", page: "Page",
  more: "Show more", waiting: "reconnecting", live: "live", refused: "refused", connecting: "connecting",
  breaking: "Breaking", pinned: "Pinned", muted: "muted", open: "open", first: "first {}", before: "before:", feeds: "the feeds say:",
  reports: "Reports, newest first", none: "No story matches.", empty: "No stories yet: the desk waits for its feeds.",
  merged: "That story was merged into another one.", gone: "That story has left the stream.", now: "now",
  distinct: "first report", repeat: "same words", rewording: "other words, same news", update: "a fact changed",
  storyId: "story {}",
  sign: "Sign in", signOut: "Sign out", token: "Token, as “ticker token create” made it", cancel: "Cancel", badToken: "That token is not good.",
  tools: "What editors do", pin: "Pin", unpin: "Unpin", unbreak: "Not breaking", spike: "Spike", restore: "Restore",
  retitle: "Retitle", headline: "Headline", save: "Save", mark: "Mark to merge", unmark: "Do not merge", split: "Split out ticked",
  tick: "Tick the reports that are another story first.", merge: "Merge {}", clear: "Clear", undo: "Undo", done: "Done.",
  held: "Held back", heldNone: "Nothing is held back.", alertsMute: "Mute alerts", alertsOff: "This story alerts nobody now.", alertsOn: "This story may alert again.",
  publisher: { one: "{} publisher", other: "{} publishers" }, report: { one: "{} report", other: "{} reports" },
  fresh: { one: "{} new story", other: "{} new stories" },
  k_j: "next story", k_k: "story before", k_Enter: "open or close it", k_o: "open its page",
  k_Escape: "close, or clear the search", "k_/": "search", k_g: "to the top, with all that is new",
  k_T: "dark or light", "k_?": "these keys",
  k_p: "pin or unpin", k_b: "breaking or not", k_x: "spike or restore", k_e: "retitle", k_m: "mark to merge", k_u: "undo your last", k_U: "redo what you undid",
  note: "Note for editors", urgency: "Urgency 1–9, 0 for none", rare: "More", boost: "Boost by (1 = twice the publishers)",
  embargo: "Embargo until (empty: release)", breakingFor: "Breaking for minutes", pinAt: "Pin at place", spikeWhy: "Spike, with a reason",
  muteSource: "Mute a publisher here", mutePhrase: "Mute reports with a phrase", move: "Move the ticked report to story no.",
  tickOne: "Tick the one report that moves first.", unmute: "Unmute", urgencyIs: "urgency", boostIs: "boost", embargoIs: "embargo until", reasonIs: "reason:",
};

const AR = {
  dir: "rtl",
  skip: "إلى الأخبار", desk: "المكتب", search: "ابحث في العناوين والمصادر", find: "بحث",
  language: "اللغة", all: "كل اللغات", least: "أقل عدد من المصادر", any: "أي عدد من المصادر",
  least2: "مصدران فأكثر", least3: "3 مصادر فأكثر", least5: "5 مصادر فأكثر",
  theme: "المظهر", keys: "المفاتيح", close: "إغلاق", closeStory: "إغلاق الخبر", stories: "الأخبار", story: "الخبر", page: "الصفحة",
  more: "عرض المزيد", waiting: "إعادة الاتصال", live: "مباشر", refused: "مرفوض", connecting: "جارٍ الاتصال",
  breaking: "عاجل", pinned: "مثبّت", muted: "مكتوم", open: "فتح", first: "أول ظهور {}", before: "سابقًا:", feeds: "عنوان المصادر:",
  reports: "التقارير، الأحدث أولًا", none: "لا خبر يطابق البحث.", empty: "لا أخبار بعد: المكتب في انتظار مصادره.",
  merged: "دُمج هذا الخبر في خبر آخر.", gone: "غادر هذا الخبر القائمة.", now: "الآن",
  distinct: "أول تقرير", repeat: "الكلمات نفسها", rewording: "صياغة أخرى للخبر نفسه", update: "تغيّرت معلومة",
  storyId: "الخبر {}",
  sign: "دخول", signOut: "خروج", token: "الرمز الذي أنشأه “ticker token create”", cancel: "إلغاء", badToken: "هذا الرمز غير صالح.",
  tools: "أدوات المحررين", pin: "تثبيت", unpin: "إلغاء التثبيت", unbreak: "ليس عاجلًا", spike: "حجب", restore: "إعادة",
  retitle: "تعديل العنوان", headline: "العنوان", save: "حفظ", mark: "تحديد للدمج", unmark: "إلغاء التحديد", split: "فصل المحدد",
  tick: "حدّد أولًا التقارير التي تخص خبرًا آخر.", merge: "دمج {}", clear: "مسح", undo: "تراجع", done: "تم.",
  held: "المحجوب", heldNone: "لا شيء محجوب.", alertsMute: "كتم التنبيهات", alertsOff: "لن يُنبّه هذا الخبر أحدًا.", alertsOn: "عاد التنبيه لهذا الخبر.",
  publisher: { one: "مصدر واحد", two: "مصدران", few: "{} مصادر", many: "{} مصدرًا", other: "{} مصدر" },
  report: { one: "تقرير واحد", two: "تقريران", few: "{} تقارير", many: "{} تقريرًا", other: "{} تقرير" },
  fresh: { one: "خبر جديد", two: "خبران جديدان", few: "{} أخبار جديدة", many: "{} خبرًا جديدًا", other: "{} خبر جديد" },
  k_j: "الخبر التالي", k_k: "الخبر السابق", k_Enter: "فتح الخبر أو إغلاقه", k_o: "فتح صفحته",
  k_Escape: "إغلاق، أو مسح البحث", "k_/": "بحث", k_g: "إلى الأعلى مع كل جديد",
  k_T: "داكن أو فاتح", "k_?": "هذه المفاتيح",
  k_p: "تثبيت أو إلغاؤه", k_b: "عاجل أو لا", k_x: "حجب أو إعادة", k_e: "تعديل العنوان", k_m: "تحديد للدمج", k_u: "تراجع عن آخر ما فعلت", k_U: "إعادة ما تراجعت عنه",
  note: "ملاحظة للمحررين", urgency: "درجة الاستعجال 1–9، و0 بلا درجة", rare: "المزيد", boost: "رفع الترتيب بمقدار (1 = ضعف المصادر)",
  embargo: "حظر النشر حتى (فارغ: إطلاق)", breakingFor: "عاجل لعدد من الدقائق", pinAt: "تثبيت في المرتبة", spikeWhy: "حجب مع ذكر السبب",
  muteSource: "كتم مصدر في هذا الخبر", mutePhrase: "كتم التقارير التي فيها عبارة", move: "نقل التقرير المحدد إلى الخبر رقم",
  tickOne: "حدّد أولًا التقرير الذي يُنقل.", unmute: "إلغاء الكتم", urgencyIs: "الاستعجال", boostIs: "الرفع", embargoIs: "محظور حتى", reasonIs: "السبب:",
};

const asked = new URLSearchParams(location.search).get("ui") ?? navigator.language;
export const UI = /^ar\b/i.test(asked) ? "ar" : "en";
const WORDS = UI === "ar" ? AR : EN;
const LOCALE = UI === "ar" ? "ar-u-nu-latn" : "en";
const PLURAL = new Intl.PluralRules(LOCALE);
const AGO = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto", style: "short" });

/** What the page says for `key`; `{}` in it is the value. */
export const say = (key, value = "") => WORDS[key].replace("{}", value);

/** A count with its noun. */
export const many = (count, noun) => (WORDS[noun][PLURAL.select(count)] ?? WORDS[noun].other).replace("{}", count);

/** How long ago, in words. */
export function ago(iso, now = Date.now()) {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000);
  if (seconds < 45) return say("now");
  if (seconds < 3600) return AGO.format(-Math.max(1, Math.round(seconds / 60)), "minute");
  if (seconds < 86400) return AGO.format(-Math.round(seconds / 3600), "hour");
  return AGO.format(-Math.round(seconds / 86400), "day");
}

/** An instant in full, as the reader's system writes it. */
export const moment = (iso) => new Date(iso).toLocaleString(UI === "ar" ? LOCALE : undefined);

/** Put the words into a document that names them by `data-say` and `data-label`. */
export function translate(root) {
  root.documentElement.lang = UI;
  root.documentElement.dir = WORDS.dir;
  for (const one of root.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
  for (const one of root.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(one.dataset.label));
  for (const one of root.querySelectorAll("[data-hint]")) one.placeholder = say(one.dataset.hint);
}
