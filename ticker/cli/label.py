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
    from ticker.service.lines import Line

FILE_NAME = "labels.jsonl"
NEWEST = 20_000  # headlines that are compared: more would keep an editor waiting for minutes

app = typer.Typer(help="Label the pairs that the matcher is least certain of.", rich_markup_mode=None)

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
    from ticker.cli.text import counted, spoken
    from ticker.service.labels import read_labels
    from ticker.service.uncertain import least_certain

    settings = get_config(config or context.obj)
    path = labels or settings.data_dir / FILE_NAME
    known = read_labels(path)
    lines, decided_by = _headlines(settings, desk, replay)
    lines = lines[-NEWEST:]
    typer.echo(f"comparing {counted(len(lines), 'headline')} …", err=True)
    session = Session(path, known, by=by or getpass.getuser(), lang=spoken(lang))
    with keyboard(sys.stdin) as pressed:
        session.ask(least_certain(lines, decided_by), pressed, most, skipped=skipped)


def _headlines(config: Config, desk: str | None, replay: Path | None) -> tuple[list[Line], DeskSettings]:
    """What is asked about, and the settings that it is compared by."""
    if replay is not None:
        from ticker.service.attach import desk_name
        from ticker.service.lines import read_lines

        return read_lines(replay), config.desks[desk_name(config, desk)].settings()
    return run_async(_live(config, desk))


async def _live(config: Config, desk: str | None) -> tuple[list[Line], DeskSettings]:
    from ticker.service.attach import reading
    from ticker.service.lines import lines_of

    async with reading(config, desk) as store:
        snapshot = (await store.load()).snapshot
    return lines_of(snapshot.copies), snapshot.settings


@app.command("export")
def export(
    context: typer.Context,
    labels: LabelsOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where the pairs go; default: stdout.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Give every label as pairs, one a line, the last answer of each; what was skipped is left out.

    The lines are what `ticker match --pairs` and the benchmarks read.

    Example: ticker label export --out pairs.jsonl
    """
    import json

    from ticker.cli.common import write_lines
    from ticker.service.labels import pairs, read_labels

    outer_config, _, outer_labels = context.obj
    path = labels or outer_labels or get_config(config or outer_config).data_dir / FILE_NAME
    write_lines(out, [json.dumps(line, ensure_ascii=False) for line in pairs(read_labels(path).values())])
