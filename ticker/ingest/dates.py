"""What a feed writes as a date, to POSIX seconds: RFC 822, RFC 3339, W3CDTF, asctime, Arabic, epoch.

A date without a zone is UTC. None where the words name no instant for certain: impossible days, `01/02/03`,
Hijri and Jalali years (never read as the year 1448 AD), anything before 1970. Linear in a capped input.
Knows calendars' names; must not know the clock: a future date is the caller's matter.
"""

from __future__ import annotations

import re
from datetime import date

_LIMIT = 120
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_DIGITS = {
    ord(char): str(value)
    for start in "٠۰０"
    for value, char in enumerate(map(chr, range(ord(start), ord(start) + 10)))
}
_FOLD = (
    _DIGITS
    | str.maketrans("أإآةى،", "اااهي,")
    | dict.fromkeys([*range(0x064B, 0x0653), 0x0640, 0x200E, 0x200F])
)

_ENGLISH = """
january february march april may june july august september october november december
"""
_ARABIC = (
    ("يناير", "كانون_الثاني", "جانفي"),
    ("فبراير", "شباط", "فيفري"),
    ("مارس", "اذار"),
    ("ابريل", "نيسان", "افريل"),
    ("مايو", "ايار", "ماي"),
    ("يونيو", "يونيه", "حزيران", "جوان"),
    ("يوليو", "يوليه", "تموز", "جويليه", "يوليوز"),
    ("اغسطس", "اب", "اوت", "غشت"),
    ("سبتمبر", "ايلول", "شتنبر"),
    ("اكتوبر", "تشرين_الاول"),
    ("نوفمبر", "تشرين_الثاني", "نونبر"),
    ("ديسمبر", "كانون_الاول", "دجنبر"),
)
_MONTHS = {name: number for number, names in enumerate(_ARABIC, 1) for name in names}
for _number_of, _name in enumerate(_ENGLISH.split(), 1):
    _MONTHS |= {_name: _number_of, _name[:3]: _number_of}
_MONTHS["sept"] = 9
_TWO_WORDS = re.compile(r"(كانون|تشرين)\s+(الاول|الثاني)")

_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "bst": 3600, "west": 3600, "cet": 3600, "cest": 7200,
    "eet": 7200, "eest": 10800, "msk": 10800, "trt": 10800, "gst": 14400, "pkt": 18000, "jst": 32400,
    "kst": 32400, "aest": 36000, "aedt": 39600, "est": -18000, "edt": -14400, "cst": -21600, "cdt": -18000,
    "mst": -25200, "mdt": -21600, "pst": -28800, "pdt": -25200, "akst": -32400, "akdt": -28800, "hst": -36000,
}  # fmt: skip

_RFC822 = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s*)?(\d{1,2})[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})"
    r"(?:[\s,t]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?\s*([a-z]{1,5}|(?:gmt|utc)?\s*[+-]\d{1,2}:?\d{2})?"
    r"(?:\s*\([^()]*\))?"
)
_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d{2})(\d{2})|/(\d{1,2})/(\d{1,2}))"
    r"(?:(?:\s*t\s*|[\s,]+)(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[\s,t]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*([a-z]{1,4}|[+-]\d{2}:?\d{2})?"
)
_NUMBER = re.compile(r"(\d{9,13})(?:\.\d{1,9})?")
_TIME = re.compile(
    r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?\s*(am|pm|a\.m\.|p\.m\.|صباحا|مساء|ص|م)?(?![\w:])"
)
_OFFSET = re.compile(r"(?<=[\s\dtcm])(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})(?!\d)")
_WORD = re.compile(r"[^\W\d]+|\d+")


def parse_date(text: str) -> float | None:
    """POSIX seconds of the instant that `text` names, None where it names none for certain.

    >>> parse_date("Mon, 23 Nov 2026 10:00:00 GMT")
    1795428000.0
    >>> parse_date("1448/06/13") is None
    True
    """
    text = text[: _LIMIT + 1].strip().lower()
    if not text or len(text) > _LIMIT:
        return None
    if not text.isascii():
        text = _TWO_WORDS.sub(r"\1_\2", text.translate(_FOLD))
    for whole in (_rfc822, _iso, _day_first, _number):
        found = whole(text)
        if found is not None:
            return found if found >= 0 else None
    # a date given in two calendars: the Gregorian half counts
    for part in re.split(r"الموافق|\|", text):
        found = _words(part)
        if found is not None:
            return found
    return None


def _instant(year: int, month: int, day: int, clock: tuple[int, int, int], offset: int | None) -> float:
    """Seconds; -1 for a day, a time or a zone that does not exist."""
    hour, minute, second = clock
    last = hour == 24 and minute == second == 0  # ISO 8601: the end of that day
    if offset is None or year < 1970 or not (hour < 24 or last) or minute > 59 or second > 60:
        return -1.0
    try:
        days = date(year, month, day).toordinal() - _EPOCH_DAY
    except ValueError:
        return -1.0
    return float(days * 86400 + hour * 3600 + minute * 60 + second - offset)


def _offset(zone: str | None) -> int | None:
    """Seconds east of UTC; a name that is not known counts as UTC, None = no such zone."""
    zone = (zone or "").strip().removeprefix("gmt").removeprefix("utc").strip()
    if not zone or zone[0] not in "+-":
        return _ZONES.get(zone, 0)
    digits = zone[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    seconds = hours * 3600 + minutes * 60
    if hours > 14 or minutes > 59:
        return None
    return -seconds if zone[0] == "-" else seconds


def _clock(hour: str | None, minute: str | None, second: str | None) -> tuple[int, int, int]:
    return int(hour or 0), int(minute or 0), int(second or 0)


def _rfc822(text: str) -> float | None:
    found = _RFC822.fullmatch(text)
    if not found:
        return None
    day, name, year, hour, minute, second, zone = found.groups()
    month = _MONTHS.get(name)
    if month is None or zone in ("am", "pm"):
        return None
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 50 else 1900  # RFC 5322, 4.3
    return _instant(number, month, int(day), _clock(hour, minute, second), _offset(zone))


def _iso(text: str) -> float | None:
    found = _ISO.fullmatch(text)
    if not found:
        return None
    year, m1, d1, m2, d2, m3, d3, hour, minute, second, fraction, zone = found.groups()
    month, day = m1 or m2 or m3, d1 or d2 or d3
    instant = _instant(int(year), int(month), int(day), _clock(hour, minute, second), _offset(zone))
    return instant + (float(f"0.{fraction}") if fraction and instant >= 0 else 0.0)


def _day_first(text: str) -> float | None:
    found = _DAY_FIRST.fullmatch(text)
    if not found:
        return None
    first, mark, second, year, *clock, zone = found.groups()
    day, month = int(first), int(second)
    if day <= 12 and month <= 12 and mark != "." and day != month:
        return -1.0  # 11/05/2026 is two days
    if month > 12:
        day, month = month, day
    return _instant(int(year), month, day, _clock(*clock), _offset(zone))


def _number(text: str) -> float | None:
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    value = float(found.group(1))
    if len(found.group(1)) > 11:
        value /= 1000  # milliseconds
    return value if 631152000 <= value <= 4102444800 else -1.0


def _words(text: str) -> float | None:
    """Day, month name and four-digit year in any order, with words around them."""
    time = _TIME.search(text)
    rest = text
    clock = (0, 0, 0)
    if time:
        hour, minute, second = _clock(time.group(1), time.group(2), time.group(3))
        half = time.group(4) or ""
        if half[:1] in ("p", "م") and hour < 12:
            hour += 12
        elif half[:1] in ("a", "ص") and hour == 12:
            hour = 0
        clock = (hour, minute, second)
        rest = text[: time.start()] + " " + text[time.end() :]
    shift = _OFFSET.search(rest)
    offset: int | None = 0
    if shift:
        offset = _offset(f"{shift.group(1)}{shift.group(2)}{shift.group(3)}")
        rest = rest[: shift.start()] + " " + rest[shift.end() :]
    words = _WORD.findall(rest)
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdecimal()]
    years = [int(word) for word in numbers if len(word) == 4]
    days = [int(word) for word in numbers if len(word) <= 2]
    if len(months) != 1 or len(years) != 1 or len(days) != 1 or "هـ" in text or "ه" in words:
        return None
    if not shift:
        offset = next((_ZONES[word] for word in words if word in _ZONES), 0)
    instant = _instant(years[0], months[0], days[0], clock, offset)
    return instant if instant >= 0 else None
