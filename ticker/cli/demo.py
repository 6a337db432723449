"""`demo`: a written news day, served as real feeds and run through the very same pipeline."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ticker.cli.common import JsonOption, PlainOption, print_json, run_async

if TYPE_CHECKING:
    from ticker.demo.day import Day
    from ticker.demo.truth import Verdict

SPEED = 60.0
ONCE_SPEED = 1200.0  # the whole day in under a minute


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("demo")(demo)


def demo(
    speed: Annotated[
        float | None,
        typer.Option(
            "--speed",
            metavar="N",
            min=1.0,
            max=10_000.0,
            help="Times real speed; default 60, with --once 1200.",
        ),
    ] = None,
    *,
    once: Annotated[
        bool, typer.Option("--once", help="No dashboard: run the whole day, print the result, end.")
    ] = False,
    as_json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Watch a whole news day in minutes: invented outlets, real feeds, the real pipeline. No network needed.

    A local server plays the outlets (RSS, Atom, JSON Feed, a web ticker, one broken feed); the same
    polling, matching, store and dashboard as for your own feeds do the rest, on data that is thrown away.
    """
    from ticker.demo.day import load_day

    day = load_day()
    if once or as_json:
        verdict = run_async(_once(day, speed or ONCE_SPEED))
        if as_json:
            print_json(verdict.report())
        else:
            _show(verdict, plain=plain)
        raise typer.Exit(0 if verdict.passed else 1)
    run_async(_watch(day, speed or SPEED, plain=plain))


async def _watch(day: Day, speed: float, *, plain: bool) -> None:
    from ticker.cli.running import show
    from ticker.config import load
    from ticker.service.demo import engine_for, playing

    with tempfile.TemporaryDirectory(prefix="ticker-demo-") as folder:
        async with playing(day, speed, Path(folder)) as (_, path):
            settings = load(path, environ={})
            async with engine_for(path, settings) as engine:
                await show(settings, None, engine, plain=plain)


async def _once(day: Day, speed: float) -> Verdict:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from ticker.cli.common import narrator
    from ticker.service.demo import run_once

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("entries"),
        TimeElapsedColumn(),
    )
    with (
        tempfile.TemporaryDirectory(prefix="ticker-demo-") as folder,
        Progress(*columns, console=narrator(), disable=not sys.stderr.isatty()) as progress,
    ):
        bar = progress.add_task("a news day", total=len(day.entries))
        return await run_once(day, speed, Path(folder), lambda done: progress.update(bar, completed=done))


def _show(verdict: Verdict, *, plain: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from ticker.cli.common import console
    from ticker.cli.text import shown

    out = console(plain=plain)
    out.print(f"{verdict.entries} entries of {verdict.events} events became {verdict.stories} stories")
    table = Table("against the written truth", "", box=None, pad_edge=False)
    table.add_row("agreement of pairs (F1)", f"{verdict.agreement:.1%}")
    table.add_row("  pairs found / made rightly", f"{verdict.recall:.1%} / {verdict.precision:.1%}")
    table.add_row("all pairs judged as written", f"{verdict.accuracy:.2%}")
    table.add_row("look-alike traps merged", f"{len(verdict.merged)} of {verdict.traps}")
    table.add_row("entries lost", str(len(verdict.lost)))
    out.print(table)
    for why, events in verdict.merged:
        out.print(Text(f"✗ merged: {shown(why)} ({', '.join(events)})"))
    for title, rows in (("holds several events", verdict.mixed), ("was told apart", verdict.torn)):
        for row in rows[:3]:
            out.print(
                Text(f"· {title}: " + "  ≠  ".join(shown(one) for one in row.titles[:3])), soft_wrap=True
            )
    out.print("✓ as good as promised" if verdict.passed else "✗ below what ticker promises")
