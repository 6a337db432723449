"""A labelling session on a terminal or a pipe: shows a pair, reads a key, saves the answer.

Knows keys and how a pair is laid out; must not know how pairs are chosen or labels are stored.
"""

from __future__ import annotations

import codecs
import os
import termios
import tty
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import typer

from ticker import clock
from ticker.cli.speaker import Speaker
from ticker.cli.text import lines
from ticker.service.labels import Answer, append, label, pair_key
from ticker.terminal import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from ticker.core.model import Entry
    from ticker.service.labels import Label
    from ticker.service.uncertain import Question

_RULE = "─" * 60
_HELP = "s same · u update (same story, a fact changed) · d different · k skip · b back · w why · q quit"


class Key(StrEnum):
    """What a key means."""

    SAME = "same"
    UPDATE = "update"
    DIFFERENT = "different"
    SKIP = "skip"
    BACK = "back"
    WHY = "why"
    QUIT = "quit"


# Each key, the letter that the same key types on an Arabic keyboard (lam-alef comes as two letters or
# as one sign), and what else a hand may find there.
_KEYS: Final = {
    "s": Key.SAME,
    "س": Key.SAME,
    "u": Key.UPDATE,
    "ع": Key.UPDATE,
    "d": Key.DIFFERENT,
    "ي": Key.DIFFERENT,
    "k": Key.SKIP,
    "ن": Key.SKIP,
    " ": Key.SKIP,
    "b": Key.BACK,
    "لا": Key.BACK,
    "ل": Key.BACK,
    "ﻻ": Key.BACK,
    "w": Key.WHY,
    "ص": Key.WHY,
    "?": Key.WHY,
    "؟": Key.WHY,
    "q": Key.QUIT,
    "ض": Key.QUIT,
    "\x04": Key.QUIT,
}


@contextmanager
def keyboard(source: TextIO) -> Iterator[Iterator[str]]:
    """Keys as they are pressed on a terminal; from a pipe, the words and letters of its lines.

    While it is open a terminal neither echoes nor waits for Enter; what is typed ahead is kept.
    """
    if not source.isatty():
        yield _from_lines(source)
        return
    terminal = source.fileno()
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal, termios.TCSANOW)
    try:
        yield _from_terminal(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _from_terminal(terminal: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("ignore")
    while data := os.read(terminal, 64):
        pressed = decoder.decode(data)
        # several at once were typed ahead; an arrow key is one, and so is lam-alef
        if meaning(pressed) is not None or pressed.startswith("\x1b"):
            yield pressed
        else:
            yield from pressed


def _from_lines(source: TextIO) -> Iterator[str]:
    for line in source:
        for word in line.split():
            if meaning(word) is not None:
                yield word
            else:
                yield from word


def meaning(pressed: str) -> Key | None:
    """What a key means, in either case and on either keyboard; None = nothing."""
    pressed = pressed.casefold()
    if pressed in set(Key):
        return Key(pressed)
    return _KEYS.get(pressed)


class Session:
    """One editor's walk through questions; every answer is saved before the next question is shown."""

    def __init__(self, path: Path, known: dict[str, Label], *, by: str, lang: str) -> None:
        self._path = path
        self._known = known
        self._by = by
        self._speaker = Speaker(lang)
        self._said: dict[str, Answer] = {}

    def ask(
        self, questions: Sequence[Question], pressed: Iterator[str], most: int, *, skipped: bool = False
    ) -> None:
        """Walk through at most `most` of the questions that have no answer yet, or were `skipped`."""
        asked = self._open(questions, most, skipped=skipped)
        if not asked:
            typer.echo("nothing to ask: every pair in doubt has its label")
            return
        typer.echo(f"{counted(len(asked), 'pair')} to label; labels go to {self._path}")
        self._help()
        place = 0
        shown = -1
        while place < len(asked):
            if shown != place:
                self._show(asked, place)
                shown = place
            key = next(pressed, None)
            known = Key.QUIT if key is None else meaning(key)
            if known is Key.QUIT:
                break
            if known is None:
                self._help()
            elif known is Key.WHY:
                self._explain(asked[place])
            elif known is Key.BACK:
                place, shown = max(place - 1, 0), -1
            else:
                self._save(asked[place], Answer(known))
                place += 1
        self._close()

    def _open(self, questions: Sequence[Question], most: int, *, skipped: bool) -> list[Question]:
        asked: dict[str, Question] = {}
        for one in questions:
            if len(asked) == most:
                break
            key = pair_key(one.a.title, one.b.title)
            known = self._known.get(key)
            if known is None or (skipped and known.answer is Answer.SKIP):
                asked.setdefault(key, one)
        return list(asked.values())

    def _save(self, one: Question, answer: Answer) -> None:
        key = pair_key(one.a.title, one.b.title)
        if answer is Answer.SKIP and key in self._said:
            return  # back and on again: what was said stands
        saved = label(one.a, one.b, answer, by=self._by, at=clock.now(), match=one.match)
        append(self._path, saved)
        self._known[key] = saved
        self._said[key] = answer
        typer.echo(f"  → {answer}")

    def _show(self, asked: Sequence[Question], place: int) -> None:
        one = asked[place]
        typer.echo(_RULE)
        said = self._said.get(pair_key(one.a.title, one.b.title))
        typer.echo(f"{place + 1}/{len(asked)}" + (f"  (you said: {said})" if said else ""))
        for entry in (one.a, one.b):
            self._headline(entry)

    def _headline(self, entry: Entry) -> None:
        at = datetime.fromtimestamp(entry.time, UTC).strftime("%Y-%m-%d %H:%M")
        for part in lines(f"{at}  {entry.publisher}", 2, ltr=True):
            typer.secho(part, dim=True)
        for part in lines(entry.title, 4):
            typer.secho(part, bold=True)

    def _explain(self, one: Question) -> None:
        self._speaker.say("thinks", 2, relation=one.match.relation, score=one.match.score)
        self._speaker.evidence(one.match, [one.a.title, one.b.title], 4)
        for entry in (one.a, one.b):
            if entry.summary:
                self._speaker.title(entry.summary, 4)

    def _help(self) -> None:
        for part in lines(_HELP, ltr=True):
            typer.echo(part)

    def _close(self) -> None:
        said = Counter(self._said.values())
        counts = ", ".join(f"{said[answer]} {answer}" for answer in Answer if said[answer])
        typer.echo(_RULE)
        typer.echo(f"saved in {self._path}: {counts or 'nothing new'}")
