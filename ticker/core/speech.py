"""Reasons as an editor reads them: in the spelling of the titles, in English or in Arabic.

Reasons are kept in English and in the folded words that were compared; both is undone here, where they
are shown. One table holds every form of reason that `match` and `cluster` give. Knows reasons as text;
must not know how they came about or where they are shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES: Final = ("en", "ar")

# English form → Arabic form. `…` stands for the words of the titles; other parts in braces are numbers.
_FORMS: Final = {
    "the same words": "الكلمات نفسها",
    "the same signs": "العلامات نفسها",
    "nothing to compare: no words": "لا شيء يُقارن: بلا كلمات",
    "shared: …": "المشترك: …",
    "little shared: …": "المشترك قليل: …",
    "only in one: …": "في أحدهما فقط: …",
    "the same speaker": "المتحدث نفسه",
    "one publisher says both": "ناشر واحد قال الاثنين",
    "{n} h apart": "الفارق بينهما بالساعات: {n}",
    "{n} members of the story agree": "عدد عناوين القصة المتفقة معه: {n}",
    "a number changed: …": "تغيّر رقم: …",
    "one disaster at one place: …": "كارثة واحدة في مكان واحد: …",
    "the summaries agree ({n} → {m})": "الملخصان يتفقان (من {n} إلى {m})",
    "decoration of its feed left out: …": "لازمة المصدر لا تدخل في المقارنة: …",
    "another number: …": "رقم آخر: …",
    "another place: …": "مكان آخر: …",
    "another name: …": "اسم آخر: …",
    "another of its kind: …": "نظير له لا هو: …",
    "opposite meaning: …": "معنى مضاد: …",
    "negation: one of them says no": "نفي: أحدهما ينفي",
    "roles swapped: …": "تبادل الأدوار: …",
    "a generic title: too short to say the same": "عنوان عام: أقصر من أن يدل على الخبر نفسه",
    "another piece: one byline, nothing else shared": "مادة أخرى: كاتب واحد ولا شيء مشترك غيره",
    "another subject in one short frame: …": "موضوع آخر في صيغة قصيرة واحدة: …",
}


def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split(r"(…|\{\w\})", form)
    named = (
        "(?P<words>.*)" if part == "…" else rf"(?P<{part[1]}>[\d.,]+)" if part[:1] == "{" else re.escape(part)
        for part in parts
    )
    return re.compile("".join(named), re.DOTALL)


_READ: Final = tuple((_pattern(english), arabic) for english, arabic in _FORMS.items())
_WORD = re.compile(r"[^\s,/≠↔]+")
_SIGNS = " .,:;!?\"'«»“”()[]{}|…،؛؟-–—"


def in_arabic(reason: str) -> str:
    """The reason in Arabic; one that the table does not know stays as it is."""
    for pattern, arabic in _READ:
        if found := pattern.fullmatch(reason):
            shown = arabic
            for name, value in found.groupdict().items():
                if name == "words":
                    shown = shown.replace("…", value.replace(", ", "، "))
                else:
                    shown = shown.replace(f"{{{name}}}", value)
            return shown
    return reason


def spelled(reason: str, titles: Iterable[str]) -> str:
    """The reason with its words as the titles spell them: «الجماعة» for «الجماعه», `Rovers` for `rover`."""
    form, colon, words = reason.partition(": ")
    if not colon:
        return reason
    spelling = _spelling(titles)
    return form + colon + _WORD.sub(lambda found: spelling.get(found[0], found[0]), words)


def _spelling(titles: Iterable[str]) -> dict[str, str]:
    """Each folded word, stem and key of the titles → the word as it is first written there."""
    from ticker.core.text import normalise, words_of  # noqa: PLC0415 - all words: only who asks why pays for them

    found: dict[str, str] = {}
    for title in titles:
        for token in title.split():
            written = token.strip(_SIGNS)
            words = words_of(normalise(written))
            if len(words) == 1:
                for form in (words[0].text, words[0].stem, words[0].key.lstrip("=")):
                    found.setdefault(form, written)
    return found


def say(reason: str, titles: Iterable[str], lang: str) -> str:
    """A reason for the screen: respelled, and in Arabic where `lang` is `ar`."""
    respelled = spelled(reason, titles)
    return in_arabic(respelled) if lang == "ar" else respelled
