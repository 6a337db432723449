"""Strips what outlets hang on a title: «عاجل |», «بالفيديو..», "UPDATE 1-", "- BBC News", "(video)".

Knows the known lists; must not know what a title means. A title that is nothing but decoration stays.
"""

from __future__ import annotations

import re

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
_MARK = re.compile(r"[|\-–—―:.…\(\[!,،]")


def strip_decoration(title: str, publisher: str = "") -> str:
    """Cut known prefixes and suffixes, and the publisher's own name behind a dash; never the whole title."""
    found = _PREFIX.match(title)
    if found and found.end() < len(title):
        rest = title[found.end() :]
        if any(char.isalnum() for char in rest):
            title = rest
    if _MARK.search(title) is None:
        return title
    while found := _SUFFIX.search(title):
        title, whole = title[: found.start()], title
        if not any(char.isalnum() for char in title):
            return whole
    if publisher:
        head, dash, tail = title.rstrip().rpartition(publisher)
        if dash and not tail and head.rstrip().endswith(("-", "|", "–", "—")):
            return head.rstrip(" -|–—")
    return title
