"""What `match`, `why` and `label` say of evidence, in English or in Arabic, right for this terminal.

Knows the sentences in both languages and how a line is laid out; must not know how anything was decided.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

import typer

from ticker.cli.text import lines
from ticker.core.speech import say as spell
from ticker.terminal import is_rtl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ticker.core.match import Match, Reason

_SAID: Final = {
    "same": (
        "the same story: {relation}, score {score:.2f}",
        "القصة نفسها: {relation}، الدرجة {score:.2f}",
    ),
    "different": (
        "not the same story: {relation}, score {score:.2f}",
        "ليست القصة نفسها: {relation}، الدرجة {score:.2f}",
    ),
    "legend": ("+ speaks for it, − against it, × forbids it", "+ معه، − ضده، × يمنعه"),
    "thinks": (
        "the matcher says: {relation}, score {score:.2f}",
        "رأي المطابقة: {relation}، الدرجة {score:.2f}",
    ),
    "story": (
        "story {id}: {copies} copies, {publishers} publishers, score {score:.3f}",
        "القصة {id}: النسخ {copies}، الناشرون {publishers}، الترتيب {score:.3f}",
    ),
    "founded": ("copy {number}: founded the story", "النسخة {number}: بدأت بها القصة"),
    "joined": (
        "copy {number}: {relation}, score {score:.2f}, beside",
        "النسخة {number}: {relation}، الدرجة {score:.2f}، إلى جانب",
    ),
    "joined-alone": (
        "copy {number}: {relation}, score {score:.2f}",
        "النسخة {number}: {relation}، الدرجة {score:.2f}",
    ),
    "original": ("an editor's headline; the feeds' is", "العنوان من المحرر، وعنوان المصادر"),
    "pinned": ("pinned", "مثبّتة"),
    "breaking": ("breaking for {ago} more", "عاجل لمدة {ago} أخرى"),
    "urgency": ("urgency {urgency}", "درجة الاستعجال {urgency}"),
    "spiked": ("spiked: the public does not see it", "محجوبة عن الجمهور"),
    "embargo": ("under embargo for {ago} more", "محظورة النشر لمدة {ago} أخرى"),
    "boost": ("boost {boost:g}", "الرفع {boost:g}"),
    "muted": ("copies that neither lead nor count: those of", "نسخ لا تتصدر ولا تُحسب: ما فيها"),
    "note": ("a note by {by}, {ago} ago", "ملاحظة من {by} قبل {ago}"),
    "former": ("earlier title", "عنوان سابق"),
    "rank": (
        "rank: each voice's first report counts, halved with every half-life",
        "الترتيب: يُحسب أول خبر لكل صوت، وتنتصف قيمته مع كل نصف عمر",
    ),
    "share": (
        "weight {weight:g}, first report {ago} ago, worth {worth:.4f} now",
        "الوزن {weight:g}، أول خبر قبل {ago}، وقيمته الآن {worth:.4f}",
    ),
}
_RELATIONS: Final = {"repeat": "تكرار", "rewording": "صياغة أخرى", "update": "تحديث", "distinct": "خبر آخر"}
_UNITS: Final = {"m": "د", "h": "س", "d": "ي"}


class Speaker:
    """Speaks one language, line by line; `plain` leaves out bold and dim."""

    def __init__(self, lang: str, *, plain: bool = False) -> None:
        self._arabic = lang == "ar"
        self._lang = lang
        self._plain = plain or not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))

    def say(self, sentence: str, indent: int = 0, **values: Any) -> None:
        """One of our sentences, in its language's direction."""
        if self._arabic:
            values = {name: _in_arabic(name, value) for name, value in values.items()}
        self._put(_SAID[sentence][self._arabic].format(**values), indent, dim=indent > 0)

    def title(self, title: str, indent: int = 0, *, strong: bool = False, dim: bool = False) -> None:
        """A headline or a name, in its own direction; on the right where all is Arabic."""
        for part in lines(title, indent, rtl=self._arabic and is_rtl(title)):
            self._write(part, bold=strong, dim=dim)

    def headline(self, publisher: str, title: str, ago: str = "", indent: int = 0) -> None:
        """Who said what, how long ago; the title on its own line, for the two may run against each other."""
        if ago and self._arabic:
            self.title(f"{publisher} · {_in_arabic('ago', ago)}", indent, dim=True)
        else:
            self._put(f"{ago}  {publisher}" if ago else publisher, indent, dim=True)
        self.title(title, indent + 2)

    def reasons(self, reasons: Iterable[str], titles: list[str], indent: int) -> None:
        """Reasons as kept, in the spelling of the titles they are about."""
        for reason in reasons:
            self._put(f"· {spell(reason, titles, self._lang)}", indent, dim=True, listed=True)

    def evidence(self, found: Match, titles: list[str], indent: int) -> None:
        """The reasons of a match, each with the side that it is on."""
        for reason in found.reasons:
            self._put(f"{_sign(reason)} {spell(reason.text, titles, self._lang)}", indent, listed=True)
        if found.reasons:
            self.say("legend", indent)

    def blank(self) -> None:
        """An empty line."""
        self._write("")

    def _put(self, text: str, indent: int, *, dim: bool = False, listed: bool = False) -> None:
        for part in lines(text, indent, ltr=not self._arabic, rtl=self._arabic, listed=listed):
            self._write(part, dim=dim)

    def _write(self, text: str, *, bold: bool = False, dim: bool = False) -> None:
        if self._plain or not (bold or dim):
            typer.echo(text)
        else:
            typer.secho(text, bold=bold or None, dim=dim or None)


def _in_arabic(name: str, value: Any) -> Any:
    if name == "relation":
        return _RELATIONS.get(str(value), value)
    if name == "ago" and value:
        return "أقل من دقيقة" if value == "now" else f"{value[:-1]} {_UNITS.get(value[-1], value[-1])}"
    return value


def _sign(reason: Reason) -> str:
    if reason.kind.startswith("veto-"):
        return "×"
    if reason.kind in {"same", "anchor", "second-opinion"} or reason.weight > 0:
        return "+"
    return "−" if reason.weight < 0 or reason.kind == "empty" else "·"
