"""`match` and `replay`: ask the matcher about two headlines, or run a file through the very desk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ticker.cli.common import JsonOption, LangOption, print_json, write_lines
from ticker.core.model import Grain

if TYPE_CHECKING:
    from ticker.core.match import Match
    from ticker.service.confusion import Confusions
    from ticker.service.replay import Replay

GrainOption = Annotated[
    Grain,
    typer.Option(
        "--grain", help="How much counts as the same: near-verbatim repeats, one event, or a broad topic."
    ),
]

_PARTS = 6  # of one mistake, on the screen


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("match")(match)
    app.command("replay")(replay)


def match(
    a: Annotated[str | None, typer.Argument(metavar="A", help="One headline.")] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help="The other headline.")] = None,
    pairs: Annotated[
        Path | None,
        typer.Option(
            "--pairs", metavar="FILE", help='Judge a file of lines {"a","b"[,"summary_a","summary_b"]}.'
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the verdicts go; default: stdout.")
    ] = None,
    grain: GrainOption = Grain.STORIES,
    *,
    lang: LangOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say what carried or stopped it.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Do two headlines say the same? Prints the relation, a score from 0 to 1 and, asked, the reasons.

    Example: ticker match "Quake kills 5 in Lima" "Lima earthquake: death toll rises to 8" --explain
    """
    from ticker.errors import UsageError

    if pairs is not None:
        if a is not None or b is not None:
            raise UsageError("give either two headlines or --pairs FILE, not both")
        _match_pairs(pairs, out, grain)
        return
    if a is None or b is None:
        raise UsageError('give two headlines, e.g. ticker match "…" "…", or --pairs FILE')
    found = _judge(a, b, grain)
    if as_json:
        reasons = [{"kind": one.kind, "text": one.text, "weight": one.weight} for one in found.reasons]
        print_json({**_verdict(found), "reasons": reasons})
        return
    from ticker.cli.speaker import Speaker
    from ticker.cli.text import spoken

    speaker = Speaker(spoken(lang))
    speaker.say("same" if found.same else "different", relation=found.relation, score=found.score)
    if explain:
        speaker.evidence(found, [a, b], 2)


def _judge(a: str, b: str, grain: Grain, summaries: tuple[str, str] = ("", "")) -> Match:
    from ticker.core.match import match as judge
    from ticker.core.text import headline

    return judge(headline(a, summary=summaries[0]), headline(b, summary=summaries[1]), grain=grain)


def _verdict(found: Match) -> dict[str, Any]:
    return {"same": found.same, "relation": str(found.relation), "score": round(found.score, 4)}


def _match_pairs(pairs: Path, out: Path | None, grain: Grain) -> None:
    from ticker.errors import UsageError
    from ticker.jsonl import objects

    lines = []
    for number, line in objects(pairs):
        a, b = line.get("a"), line.get("b")
        if not isinstance(a, str) or not isinstance(b, str):
            raise UsageError(f'{pairs}:{number}: "a" and "b" must both be text')
        one, other = (line.get(f"summary_{side}") or "" for side in "ab")
        if not isinstance(one, str) or not isinstance(other, str):
            raise UsageError(
                f'{pairs}:{number}: "summary_a" and "summary_b" must be text where they are given'
            )
        lines.append(json.dumps(_verdict(_judge(a, b, grain, (one, other)))))
    write_lines(out, lines)


def replay(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Headlines in arrival order.")],
    grain: GrainOption = Grain.STORIES,
    assignments: Annotated[
        Path | None,
        typer.Option("--assignments", metavar="OUT.jsonl", help="Write id, story, relation, score a line."),
    ] = None,
    window: Annotated[
        str, typer.Option("--window", metavar="DURATION", help="How long a headline stays live.")
    ] = "72h",
    worst: Annotated[
        int, typer.Option("--worst", metavar="N", help="Show the N worst false merges and misses.")
    ] = 0,
    *,
    as_json: JsonOption = False,
) -> None:
    """Run a file of headlines through the very desk that runs live, at full speed.

    Lines: {"id","time","source","title"[,"lang","url","summary","story"]}. Where the gold "story" is
    given, prints B-cubed and pairwise precision, recall and F1; always headlines a second. --worst N
    shows where it went wrong: who said what, when, what joined it, or what kept it apart.

    Example: ticker replay day.jsonl --worst 5
    """
    from ticker.config import duration
    from ticker.core.model import DeskSettings
    from ticker.errors import UsageError
    from ticker.service.lines import read_lines
    from ticker.service.replay import run

    lines = read_lines(file)
    if worst and not any(line.story for line in lines):
        raise UsageError(f'{file}: --worst needs the true "story" in the lines, and none has it')
    settings = DeskSettings(grain=grain, window=duration(window))
    result = run(lines, settings)
    if assignments is not None:
        write_lines(assignments, [json.dumps(one, ensure_ascii=False) for one in result.assignments()])
    found = None
    if worst:
        from ticker.service.confusion import confusions, confusions_view

        found = confusions(result, settings, worst)
        if as_json:
            print_json(result.report() | confusions_view(result, found))
            return
    if as_json:
        print_json(result.report())
        return
    _show(result)
    if found is not None:
        _show_worst(result, found)


def _show(result: Replay) -> None:
    from rich.table import Table

    from ticker.cli.common import console

    report = result.report()
    out = console()
    out.print(
        f"{report['headlines']} headlines became {report['stories']} stories "
        f"at {report['headlines_per_second']:.0f} headlines/s of one core, "
        f"99 of 100 within {report['p99_ms']:.2f} ms, {report['live_at_most']} live at most"
    )
    if "bcubed" not in report:
        return
    table = Table("measure", "precision", "recall", "F1")
    for name, label in (("bcubed", "B-cubed"), ("pairwise", "pairwise")):
        row = report[name]
        table.add_row(label, *(f"{row[key]:.3f}" for key in ("precision", "recall", "f1")))
    out.print(table)


def _show_worst(result: Replay, found: Confusions) -> None:
    from ticker.cli.common import console
    from ticker.cli.evidence import Page
    from ticker.terminal import counted

    page = Page(console())
    for name, mistakes in (("false merge", found.merges), ("miss", found.misses)):
        for number, mistake in enumerate(mistakes, 1):
            parts = len(mistake.parts)
            page.say("")
            if name == "miss":
                told = f"one story of the gold ({mistake.label}) became {parts}"
            else:
                told = f"story {mistake.label} holds {parts} of the gold"
            page.say(f"{name} {number}: {told}; {counted(mistake.wrong, 'pair')} judged wrongly")
            for part in mistake.parts[:_PARTS]:
                page.say(f"{part.label} ×{len(part.places)}", 2)
                page.some([result.lines[place] for place in part.places], 4)
            if parts > _PARTS:
                page.say(f"… and {counted(parts - _PARTS, 'part')} more", 2)
            if mistake.decisions:
                page.say("where it went wrong", 2)
            for place, why in mistake.decisions.items():
                page.decision(result.lines, place, why, united=place in mistake.unions)
