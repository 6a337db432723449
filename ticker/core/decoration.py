"""Strips what outlets hang on a title: «عاجل |», «بالفيديو..», "UPDATE 1-", "- BBC News", "(video)".

Knows the known lists, and where a title could begin or end with more of the kind (`edges`; which of them
are decoration is learned by `core.habits`); must not know what a title means. A title that is nothing but
decoration stays.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SEP = r"(?:\s*[|:\-–—―•·…!,،/\]\)»\"]+\s*|\s*\.{1,}\s*)"
# Strong words are decoration wherever they lead; weak ones only with a separator behind them.
_STRONG = (
    r"عاجل(?: جدا)?|بالفيديو|بالصور|بالصوره|بالصورة|بالمستندات|update \d+|updated?(?= ?\d)|refile|rpt|"
    r"wrapup \d+|corrected|breaking news|breaking(?= ?[|:\-–—!])"
)
_WEAK = (
    r"فيديو|صور|شاهد|حصري|حصريا|خاص|متابعة|تحديث|خبر عاجل|مباشر|بث مباشر|انفراد|ننشر|صوت|فيديوجراف|إنفوجراف|"
    r"breaking|video|videos|photos?|pictures|in pictures|watch|live|live updates|updated?|exclusive|just in|"
    r"developing|opinion|analysis|column|podcast|gallery|factbox|timeline|insight|feature|read|"
    r"listen|must see|"
    r"report|urgent|alert|flash|newsalert|special report|top news|explainer"
)
_PREFIX = re.compile(rf"^[\s\W_]*(?:(?:{_STRONG})(?:{_SEP}|\s+)|(?:{_WEAK}){_SEP})+", re.IGNORECASE)

_OUTLETS = (
    r"bbc(?: news| sport| arabic)?|cnn(?:\.com| international| arabic)?|reuters|ap(?: news)?|afp|"
    r"(?:the )?associated press|al ?jazeera(?: english)?|aljazeera\.(?:com|net)|(?:the )?guardian|sky news|"
    r"fox ?news(?:\.com)?|nbc ?news|abc ?news|cbs ?news|npr|bloomberg(?:\.com)?|"
    r"(?:the )?new york times|nytimes\.com|"
    r"(?:the )?washington post|(?:the )?wall street journal|wsj(?:\.com)?|usa today|france ?24|dw(?:\.com)?|"
    r"deutsche welle|euronews|(?:the )?telegraph|(?:the )?independent|daily mail(?: online)?|mail online|"
    r"huff(?:ington )?post|forbes|business insider|yahoo(?:!)?(?: news| finance)?|google news|msn|"
    r"cnbc|politico|"
    r"(?:the )?times of india|(?:the )?economist|financial times|ft\.com|time\.com|vox|buzzfeed(?: news)?|"
    r"al arabiya|arab news|ahram online|(?:the )?jerusalem post|haaretz|xinhua|tass|anadolu(?: agency)?|"
    r"الجزيرة(?: نت)?|الجزيره(?: نت)?|العربية(?: نت)?|بي بي سي(?: عربي)?|bbc عربي|"
    r"سي ان ان(?: بالعربية)?|رويترز|"
    r"فرانس ?24|روسيا اليوم|rt arabic|سكاي نيوز(?: عربية)?|اليوم السابع|المصري اليوم|بوابة الأهرام|الأهرام|"
    r"الشرق الأوسط|العربي الجديد|عنب بلدي|تلفزيون سوريا|سانا|وكالة الأناضول|الأناضول|الشروق|مصراوي|الوطن|"
    r"القدس العربي|الحرة|الميادين|المنار|النهار"
)
_TAGS = (
    r"فيديو|صور|صوره|صورة|صوت|بالفيديو|بالصور|فيديو وصور|صور وفيديو|فيديوجراف|إنفوجراف|مستندات|محدث|تقرير|"
    r"videos?|photos?|pics?|pictures|video \+ photos|watch|live|updated?|exclusive|audio|gallery|"
    r"infographic|poll|"
    r"report|opinion"
)
_SUFFIX = re.compile(
    rf"(?:\s+[|\-–—―]+\s*(?:{_OUTLETS})|\s*[|\-–—―.…:]{{1,4}}\s*(?:{_TAGS})|\s*[\(\[]\s*(?:{_TAGS})\s*[\)\]]|"
    rf"\s*[|\-–—]?\s*[\(\[]\s*(?:{_OUTLETS})\s*[\)\]])[\s.!|]*$",
    re.IGNORECASE,
)
_TAIL = 64  # code points of a title's end in which a known suffix lies
_MARK = re.compile(r"[|\-–—―:.…\(\[!,،]")


def strip_decoration(title: str, publisher: str = "") -> str:
    """Cut known prefixes and suffixes, and the publisher's own name behind a dash; never the whole title."""
    found = _PREFIX.match(title)
    if found and found.end() < len(title):
        rest = title[found.end() :]
        if any(char.isalnum() for char in rest):
            title = rest
    tail = max(len(title) - _TAIL - len(publisher), 0)
    if _MARK.search(title, tail) is None:
        return title
    while found := _SUFFIX.search(title, tail):
        title, whole = title[: found.start()], title
        if not any(char.isalnum() for char in title):
            return whole
        tail = max(len(title) - _TAIL, 0)
    if publisher:
        head, dash, rest = title.rstrip().rpartition(publisher)
        if dash and not rest and head.rstrip().endswith(("-", "|", "–", "—")):
            return head.rstrip(" -|–—")
    return title


_REACH = 40  # code points of a title's end that an edge with its separator may take
_LONGEST = 4  # words of an edge
_SIDES = 2  # edges on each side: "Outlet | Section | …"
# One class of signs and nothing before it: the scanner then skips over all other text at once. What may
# separate is "|", a dash, dots, or a bracket; a hyphen and a colon only beside a space.
_SIGNS = re.compile(r"[|•·…–—:.\-\])\[(]+")
_TRIM = " -|:[]()«»\"'.…•·–—"

Cut = tuple[int, "int | None"]
"""From where to where a title is looked at."""

WHOLE: Cut = (0, None)


class Edge(NamedTuple):
    """What a title begins or ends with, up to a separator: decoration, a speaker, or news.

    `text` opens with `<` (beginning) or `>` (end); `beside` is the word on the other side of the
    separator; `at` is where the title begins behind it, or ends before it.
    """

    text: str
    beside: str
    at: int


def edges(title: str) -> tuple[Edge, ...]:
    """The edges of a title, at most two on each side, the outer one first."""
    found: list[Edge] = []
    ends: list[Edge] = []
    size = len(title)
    for mark in _SIGNS.finditer(title):
        start, end = mark.span()
        sign = title[start]
        left = start > 0 and title[start - 1] == " "
        right = end < size and title[end] == " "
        if sign in ".-:" and end - start == 1 and not (right and (left or sign == ":")):
            continue
        if start < _REACH and len(found) < _SIDES and sign not in "[(" and (right or sign not in "])"):
            _note(found, "<", title[:start], title[end : end + _REACH].split(None, 1)[:1], end)
        if end > size - _REACH and sign not in "])" and (left or sign not in "[(") and sign != ":":
            _note(ends, ">", title[end:], title[:start].rsplit(None, 1)[-1:], start)
    return (*found, *ends[: -_SIDES - 1 : -1]) if found or ends else ()


def _note(found: list[Edge], side: str, text: str, beside: list[str], at: int) -> None:
    text = text.strip(_TRIM)
    if text and beside and text.count(" ") < _LONGEST and not text.isdigit():
        found.append(Edge(side + text, beside[0], at))


def without(title: str, start: int, end: int | None) -> str:
    """The title between two edges, its known decoration stripped again; whole where too little is left."""
    rest = title[start:end].strip()
    return strip_decoration(rest) if " " in rest else title
