"""Labelled pairs: what editors say of two headlines, when asked or by merging and splitting stories.

They are JSON lines that outlive the headlines. A file of labels is only ever appended to, one line an
answer, so a killed session loses nothing; of several lines about one pair the last one counts. The lines
are what `ticker match --pairs` and the benchmarks read. Knows labels and their file; must not know who
asks or how the pairs were chosen.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Any

from ticker.core.text import normalise
from ticker.core.view import iso
from ticker.errors import TickerError, UsageError
from ticker.jsonl import objects

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ticker.core.match import Match
    from ticker.core.model import Entry, Instant
    from ticker.store import EditorsPair


class Answer(StrEnum):
    """What an editor may say of a pair."""

    SAME = "same"
    UPDATE = "update"
    """The same story, and a fact in it changed."""
    DIFFERENT = "different"
    SKIP = "skip"


def key_of_title(title: str) -> str:
    """What makes two titles one: their words as matching sees them, or their signs."""
    return normalise(title) or title.strip()


def pair_key(a: str, b: str) -> str:
    """What makes two pairs one: their titles, in either order."""
    return "\n".join(sorted((key_of_title(a), key_of_title(b))))


@dataclass(frozen=True, slots=True)
class Label:
    """One answer, and the line that says it."""

    a: str
    b: str
    answer: Answer
    line: dict[str, Any]

    @property
    def key(self) -> str:
        """See `pair_key`."""
        return pair_key(self.a, self.b)


def label(a: Entry, b: Entry, answer: Answer, *, by: str, at: Instant, match: Match | None = None) -> Label:
    """An answer about two entries; `match` is what the matcher thought of them when they were asked."""
    line: dict[str, Any] = {"a": a.title, "b": b.title, "answer": str(answer)}
    if answer is not Answer.SKIP:
        line["label"] = int(answer is not Answer.DIFFERENT)
    line |= {"ta": iso(a.time), "tb": iso(b.time), "sa": a.publisher, "sb": b.publisher}
    for key, value in (
        ("lang", a.lang or b.lang),
        ("summary_a", a.summary),
        ("summary_b", b.summary),
    ):
        if value:
            line[key] = value
    if match is not None:
        line |= {"score": round(match.score, 4), "relation": str(match.relation)}
    return Label(a.title, b.title, answer, line | {"by": by, "time": iso(at)})


def read_labels(path: Path) -> dict[str, Label]:
    """The labels of a file by pair, the last answer of each; {} where there is no file yet.

    Raises UsageError naming `file:line` where a line is no label.
    """
    if not path.exists():
        return {}
    found: dict[str, Label] = {}
    for number, line in objects(path):
        a, b, said = line.get("a"), line.get("b"), line.get("answer")
        if not isinstance(a, str) or not isinstance(b, str):
            raise UsageError(f'{path}:{number}: "a" and "b" must both be text')
        if said is None and line.get("label") in {0, 1}:
            said = Answer.SAME if line["label"] else Answer.DIFFERENT
        if said not in set(Answer):
            raise UsageError(f'{path}:{number}: "answer" must be one of {", ".join(Answer)}')
        one = Label(a, b, Answer(said), line)
        found.pop(one.key, None)  # the file's order is that of the answers
        found[one.key] = one
    return found


def append(path: Path, one: Label) -> None:
    """Add a label to a file, on the disk when this returns. Raises TickerError where that fails."""
    data = (json.dumps(one.line, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(file, data)
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise TickerError(f"{path}: the label cannot be saved: {error.strerror or error}") from error


def of_editors(pairs: Iterable[EditorsPair]) -> list[Label]:
    """What editors' merges, splits and moves say of pairs, as labels; `action` names the action."""
    found = []
    for pair in pairs:
        answer = Answer.SAME if pair.same else Answer.DIFFERENT
        said = label(pair.a, pair.b, answer, by=pair.by, at=datetime.fromisoformat(pair.at).timestamp())
        found.append(Label(said.a, said.b, said.answer, said.line | {"action": pair.action}))
    return found


def together(*sources: Iterable[Label]) -> dict[str, Label]:
    """The labels of several sources by pair, in order of time: the last answer of each counts.

    What was skipped somewhere leaves an answer from elsewhere standing.
    """
    found: dict[str, Label] = {}
    for one in sorted(chain(*sources), key=lambda one: str(one.line.get("time", ""))):
        if one.answer is not Answer.SKIP or one.key not in found:
            found.pop(one.key, None)
            found[one.key] = one
    return found


def pairs(labels: Iterable[Label]) -> list[dict[str, Any]]:
    """The lines of labels that decide something: what was skipped is left out."""
    return [one.line for one in labels if one.answer is not Answer.SKIP]
