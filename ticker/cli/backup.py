"""`backup` and `restore`: everything that ticker keeps, in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ticker.cli.common import ConfigOption, JsonOption, get_config, print_json, run_async

DesksOption = Annotated[
    list[str] | None, typer.Option("--desk", metavar="NAME", help="Only this desk; may be repeated.")
]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; `.jsonl.gz` suits it.")],
    config: ConfigOption = None,
    desk: DesksOption = None,
    *,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write the desks, tokens and alerts to one file, while everything runs on.

    Example: ticker backup "ticker-$(date +%F).jsonl.gz"
    """
    from ticker.service.backup import backup as write

    counts = run_async(write(get_config(config), file, desk or (), overwrite=overwrite))
    if as_json:
        print_json({"file": str(file), "bytes": file.stat().st_size, "lines": counts})
        return
    for name, count in counts.items():
        typer.echo(f"desk {name}: {count} lines")
    typer.echo(f"{file}: {file.stat().st_size} bytes")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `ticker backup` wrote.")],
    config: ConfigOption = None,
    desk: DesksOption = None,
    *,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace what the desks hold now; it is lost.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Fill the desks from a backup; stop every `ticker run` first.

    The whole file is checked before anything is touched. Who listened gets a fresh snapshot.
    """
    from ticker.service.backup import restore as fill

    rows = [
        {
            "desk": one.name,
            "stories": len(one.stories),
            "copies": len(one.copies),
            "audit": one.audit,
            "seen": one.seen,
            "feeds": one.feeds,
            "letters": one.letters,
        }
        for one in run_async(fill(get_config(config), file, desk or (), overwrite=overwrite))
    ]
    if as_json:
        print_json({"desks": rows})
        return
    for row in rows:
        typer.echo(
            "desk {desk}: {stories} stories of {copies} copies, {audit} lines of audit, "
            "{seen} seen identities, {feeds} feeds, {letters} dead letters".format_map(row)
        )
