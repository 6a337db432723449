"""`label`: walk an editor through the least certain pairs by single keys; `label export`: every label."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ticker.cli.common import ConfigOption, DeskOption, LangOption, get_config, run_async

if TYPE_CHECKING:
    from ticker.config import Config
    from ticker.core.model import DeskSettings
    from ticker.service.labels import Label
    from ticker.service.lines import Line

    # what is asked about, the settings that it is compared by, and what editors have decided of it
    Material = tuple[list[Line], DeskSettings, list[Label]]

FILE_NAME = "labels.jsonl"
NEWEST = 20_000  # headlines that are compared: more would keep an editor waiting for minutes

app = typer.Typer(rich_markup_mode=None)

LabelsOption = Annotated[
    Path | None,
    typer.Option(
        "--labels", metavar="FILE", help="Where labels are kept. Default: labels.jsonl in data_dir."
    ),
]


def add_to(parent: typer.Typer) -> None:
    """Register the commands of this module."""
    parent.add_typer(app, name="label")


@app.callback(invoke_without_command=True)
def label(
    context: typer.Context,
    config: ConfigOption = None,
    desk: DeskOption = None,
    labels: LabelsOption = None,
    replay: Annotated[
        Path | None,
        typer.Option("--replay", metavar="FILE.jsonl", help="Ask about this file, not the live headlines."),
    ] = None,
    *,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="Ask about N pairs at most.")] = 50,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who answers; default: your login name.")
    ] = None,
    lang: LangOption = None,
    skipped: Annotated[bool, typer.Option("--skipped", help="Ask again what was skipped.")] = False,
) -> None:
    """Say of two headlines whether they are one story: the least certain pairs of the live window first.

    Single keys, on an Arabic keyboard too: s same, u update (the same story, a fact changed), d different,
    k skip, b back, w why (what the matcher thinks, hidden until asked), q quit. Each answer is saved at
    once; no pair is asked twice, today or later. From a pipe, answers are read as letters or words. Of more
    than 20,000 headlines the newest are compared.

    Example: ticker label --replay day.jsonl --by mona
    """
    if context.invoked_subcommand is not None:
        context.obj = (config or context.obj, desk, labels)
        return
    from ticker.cli.labelling import Session, keyboard
    from ticker.cli.text import spoken
    from ticker.service.labels import read_labels, together
    from ticker.service.uncertain import least_certain
    from ticker.terminal import counted

    settings = get_config(config or context.obj)
    path = labels or settings.data_dir / FILE_NAME
    lines, decided_by, editors = _headlines(settings, desk, replay)
    known = together(read_labels(path).values(), editors)
    lines = lines[-NEWEST:]
    typer.echo(f"comparing {counted(len(lines), 'headline')} …", err=True)
    session = Session(path, known, by=by or getpass.getuser(), lang=spoken(lang))
    with keyboard(sys.stdin) as pressed:
        session.ask(least_certain(lines, decided_by), pressed, most, skipped=skipped)


def _headlines(config: Config, desk: str | None, replay: Path | None) -> Material:
    if replay is not None:
        from ticker.service.attach import desk_name
        from ticker.service.lines import read_lines

        return read_lines(replay), config.desks[desk_name(config, desk)].settings(), []
    return run_async(_live(config, desk))


async def _live(config: Config, desk: str | None) -> Material:
    from ticker.service.attach import reading
    from ticker.service.labels import of_editors
    from ticker.service.lines import lines_of

    async with reading(config, desk) as store:
        snapshot = (await store.load()).snapshot
        decided = of_editors(await store.labels())
    return lines_of(snapshot.copies), snapshot.settings, decided


@app.command("export")
def export(
    context: typer.Context,
    labels: LabelsOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the pairs go; default: stdout.")
    ] = None,
    config: ConfigOption = None,
    desk: DeskOption = None,
) -> None:
    """Give every label as pairs, one a line: answers to `ticker label`, and what editors merged and split.

    The last answer of each pair counts; what was skipped, and what was undone, is left out. Editors'
    actions are read from every desk (--desk: from one) while ticker runs. The lines are what
    `ticker match --pairs` and the benchmarks read.

    Example: ticker label export --out pairs.jsonl
    """
    import json

    from ticker.cli.common import write_lines
    from ticker.service.labels import pairs, read_labels, together

    outer_config, outer_desk, outer_labels = context.obj
    settings = get_config(config or outer_config)
    answered = read_labels(labels or outer_labels or settings.data_dir / FILE_NAME)
    known = together(answered.values(), run_async(_editors(settings, desk or outer_desk)))
    write_lines(out, [json.dumps(line, ensure_ascii=False) for line in pairs(known.values())])


async def _editors(config: Config, desk: str | None) -> list[Label]:
    """What editors' merges and splits say, on one desk or on all; [] and a word of it where none runs."""
    from ticker.errors import UnreachableError
    from ticker.service.attach import reading
    from ticker.service.labels import of_editors

    found: list[Label] = []
    try:
        for name in [desk] if desk is not None else config.desks:
            async with reading(config, name) as store:
                found += of_editors(await store.labels())
    except UnreachableError as error:
        typer.echo(f"ticker: without editors' merges and splits: {error}", err=True)
        return []
    return found
