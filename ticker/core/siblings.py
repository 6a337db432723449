"""Words that stand in the same place of a sentence and mean another thing: gold or silver, Monday or Tuesday.

Two headlines of one frame that differ in such a word tell two events: the day's price of another
currency, another ministry's statement, the women's race beside the men's. Written by hand from general
knowledge, never counted on data that is judged.

Knows words; must not know headlines or scores.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ticker.core.lexicon import keys_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from ticker.core.text import Headline

# One set a line, an indented line goes on; words of one meaning are joined by "/", an expression's by "_".
_SETS = """
gold/ذهب silver/فضة copper/نحاس platinum/بلاتين oil/crude/نفط gas/غاز wheat/قمح coffee/قهوة cocoa/كاكاو
  cotton/قطن
gold/ذهبية/بذهبية/الذهبية silver/فضية/بفضية/الفضية bronze/برونزية/ببرونزية/البرونزية
morning/صباحا/صباح evening/مساء/المساء night/ليلا
dollar/دولار euro/يورو pound/sterling/جنيه yen/ين yuan/يوان franc/فرنك rouble/ruble/روبل riyal/ريال
  dinar/دينار dirham/درهم lira/ليرة rupee/روبية bitcoin/بيتكوين ether/ethereum/إيثريوم
monday/الاثنين/الإثنين tuesday/الثلاثاء wednesday/الأربعاء thursday/الخميس friday/الجمعة saturday/السبت
  sunday/الأحد
today/اليوم tomorrow/غدا yesterday/أمس
first-quarter/الربع_الأول second-quarter third-quarter fourth-quarter
football/soccer/قدم basketball/سلة handball/يد volleyball/طائرة tennis/تنس cricket hockey rugby baseball
  swimming/سباحة
doctors/أطباء nurses/ممرضين/ممرضات/تمريض teachers/معلمين/مدرسين pilots/طيارين dockers lawyers/محامين
  journalists/صحفيين engineers/مهندسين farmers/مزارعين miners/عمال_مناجم truckers/سائقي_الشاحنات
bus/حافلة/أتوبيس train/قطار plane/طائرة_ركاب ferry/عبارة truck/lorry/شاحنة tram/ترام helicopter/مروحية
actor/actress/ممثل/ممثلة singer/مغني/مطرب/مطربة writer/novelist/author/كاتب/روائي poet/شاعر painter/رسام
  director/مخرج composer/ملحن footballer/لاعب scientist/عالم
factory/plant/مصنع school/مدرسة hospital/مستشفى hotel/فندق market/سوق warehouse/مستودع/مخزن mosque/مسجد
  church/كنيسة prison/سجن library/مكتبة museum/متحف theatre/theater/مسرح cinema/سينما restaurant/مطعم
  temple/معبد
electricity/power/كهرباء water/مياه/المياه internet/إنترنت/الإنترنت heating/تدفئة sewage
rain/rains/rainfall/heavy_rain/أمطار/مطر snow/snowfall/heavy_snow/ثلوج/ثلج fog/ضباب hail heat/heatwave
cholera/كوليرا/الكوليرا measles/حصبة/الحصبة malaria/ملاريا/الملاريا polio/شلل dengue/الضنك ebola/إيبولا
  flu/influenza/إنفلونزا/الإنفلونزا mpox/monkeypox tuberculosis/السل diphtheria/الدفتيريا meningitis
  rabies/السعار typhoid/التيفويد hepatitis zika covid/covid-19/coronavirus/كورونا
sugar/السكر rice/أرز/الأرز flour/دقيق/الدقيق bread/خبز/الخبز tomatoes/طماطم/الطماطم potatoes/بطاطس/البطاطس
  onions/بصل/البصل eggs/بيض/البيض milk/حليب/الحليب/ألبان
javelin/الرمح discus hurdles/الحواجز marathon/ماراثون/الماراثون relay/التتابع triathlon decathlon/العشاري pole
  shot
bridge/جسر/كوبري tunnel/نفق
inflation/تضخم/التضخم unemployment/jobless/بطالة/البطالة
airport/مطار port/harbour/harbor/ميناء station/محطة border_crossing/معبر
earthquake/quake/زلزال flood/floods/فيضان/سيول storm/عاصفة إعصار wildfire/حريق drought/جفاف
  avalanche/انهيار_ثلجي
chemical/كيماويات/كيميائي textile/نسيج paper/ورق cement/إسمنت steel/صلب/حديد sugar/سكر
  fertiliser/fertilizer/أسمدة plastics/بلاستيك
weapons/arms/rifles/guns/ammunition/ذخيرة/أسلحة/الأسلحة
  drugs/narcotics/cocaine/heroin/hashish/cannabis/حشيش/هيروين/مخدرات/المخدرات
  antiquities/artefacts/artifacts/آثار/الآثار cigarettes/tobacco/سجائر/السجائر
striker/forward/مهاجم defender/مدافع goalkeeper/keeper/حارس_مرمى midfielder/لاعب_وسط
coal/فحم/الفحم nuclear/نووي/النووية solar/شمسية/الشمسية wind_farm/رياح
bonds/سندات/السندات stocks/shares/أسهم/الأسهم
furniture/أثاث/الأثاث textile/textiles/منسوجات garment/clothing/ملابس/الملابس shoes/footwear/أحذية/الأحذية
  toys/لعب_أطفال electronics/إلكترونيات tyres/tires/إطارات carpet/carpets/سجاد
dog/كلب cat/قط tiger/نمر lion/أسد elephant/فيل bear/دب shark/قرش whale/حوت horse/حصان camel/جمل
  crocodile/تمساح
vegetables/خضر/خضراوات fruit/فاكهة fish/سمك/أسماك meat/لحم/لحوم poultry/دجاج/دواجن
semi-final/semifinal/semi-finals/نصف quarter-final/quarterfinal/quarter-finals/ربع
kidnap/kidnapped/abducted/خطف/اختطاف release/freed/إطلاق_سراح/إفراج
raise/raises/يرفع/ترفع cut/cuts/lower/lowers/يخفض/تخفض hold/holds/يثبت/تثبت
يدعو/تدعو يلغي/تلغي/يلغون يعلق/تعلق
collision/collide/تصادم overturn/overturns/overturned/انقلاب derail/derailed/derails
north/northern/شمال south/southern/جنوب east/eastern/شرق west/western/غرب
win/wins/won/تفوز/يفوز/فوز open/opens/فتح/تفتح/يفتح concede/concedes/تقر
begin/begins/تبدأ/يبدأ protest/protests/تحتج/يحتج
rescue/rescued/rescues inquiry/probe
سجن/السجن/بسجن/حبس/بحبس/jails/jailed براءة/ببراءة/تبرئة/acquits/acquitted
"""

# One side alone says it, and it is another event: the women's match, the under-21s.
_OTHER_LEAGUE = re.compile(
    r"\bwomen['’]s\b|\bladies\b|\bwomen (?:beat|win|lose|draw|reach|lift)|\bu-?(?:17|19|20|21|23)s?\b"
    r"|^(?:watch )?live\b|^(?:بث )?مباشر"
    r"|\bunder-(?:17|19|20|21|23)s?\b|\bjuniors?\b|\bparalympi|سيدات|السيدات|للسيدات|النسائي|للناشئين|الناشئين"
)

_HINTS = (
    "women",
    "ladies",
    "u-",
    "u1",
    "u2",
    "live",
    "مباشر",
    "under-",
    "junior",
    "paralympi",
    "سيدات",
    "النسائي",
    "ناشئين",
)


def _table() -> dict[str, tuple[tuple[int, int], ...]]:
    table: dict[str, set[tuple[int, int]]] = {}
    for number, line in enumerate(_SETS.strip().replace("\n  ", " ").splitlines()):
        for place, names in enumerate(line.split()):
            for name in names.split("/"):
                (key,) = keys_of(name)
                table.setdefault(key, set()).add((number, place))
    return {key: tuple(sorted(places)) for key, places in table.items()}


SIBLINGS: dict[str, tuple[tuple[int, int], ...]] = _table()
"""Key of a word → its (set, place) pairs; equal sets and other places are siblings."""


def _league(title: str) -> re.Match[str] | None:
    # most titles hold none of these, and finding that out so takes a tenth of the time
    return _OTHER_LEAGUE.search(title) if any(map(title.__contains__, _HINTS)) else None


def another_league(a: Headline, b: Headline) -> str:
    """The mark that one title alone bears, such as `women's`; "" = none, or both bear one."""
    in_a, in_b = _league(a.title.casefold()), _league(b.title.casefold())
    if (in_a is None) == (in_b is None):
        return ""
    return (in_a or in_b).group()  # type: ignore[union-attr]  # one of them is a match


def siblings(only_a: AbstractSet[str], only_b: AbstractSet[str]) -> str:
    """The first pair of siblings, one from each side, as `gold ≠ silver`; "" = none.

    `only_a` and `only_b` are the keys that one title alone has.
    """
    places: dict[int, dict[int, str]] = {}
    for key in sorted(only_a):
        for number, place in SIBLINGS.get(key, ()):
            places.setdefault(number, {})[place] = key
    if not places:
        return ""
    for key in sorted(only_b):
        for number, place in SIBLINGS.get(key, ()):
            known = places.get(number)
            if known and place not in known:
                return f"{min(known.values()).lstrip('=')} ≠ {key.lstrip('=')}"
    return ""
