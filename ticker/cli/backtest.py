"""`backtest`: what a changed configuration would merge or split."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ticker.cli.common import (
    ConfigOption,
    DeskOption,
    JsonOption,
    PlainOption,
    get_config,
    print_json,
    run_async,
)

if TYPE_CHECKING:
    from ticker.cli.evidence import Page
    from ticker.config import Config
    from ticker.core.model import DeskSettings
    from ticker.service.backtest import Backtest, Change, Why
    from ticker.service.corrections import Correction
    from ticker.service.labels import Label
    from ticker.service.lines import Line

_GROUPS = 6  # stories of one side of a change, on the screen


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command("backtest")(backtest)


def backtest(
    a: Annotated[Path, typer.Argument(metavar="A.yaml", help="The configuration as it is.")],
    b: Annotated[Path, typer.Argument(metavar="B.yaml", help="The configuration as it might be.")],
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE.jsonl]", help="Headlines in arrival order; default: those live on the desk now."
        ),
    ] = None,
    config: ConfigOption = None,
    desk: DeskOption = None,
    *,
    labels: Annotated[
        Path | None,
        typer.Option("--labels", metavar="PAIRS.jsonl", help="What editors said of pairs (ticker label)."),
    ] = None,
    most: Annotated[
        int, typer.Option("--most", metavar="N", min=0, help="Show the N largest changes; 0 shows all.")
    ] = 10,
    as_json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Show what a changed setting would merge or split, before you change it.

    Runs the same headlines through both configurations (window, grain, threshold, families of publishers)
    and shows the stories that differ, with what joined and what kept apart. With the true "story" in the
    lines it says which side is right. Without FILE it takes the headlines that are live now; --config
    says where. Editors' merges and splits are obeyed on neither side: of those that stand on the live desk
    or in --labels, it says which side makes them unnecessary.

    Example: ticker backtest config.yaml bolder.yaml
    """
    from ticker.service.attach import desk_name
    from ticker.service.backtest import as_configured, whys
    from ticker.service.backtest import backtest as compare
    from ticker.service.corrections import corrections
    from ticker.service.labels import read_labels, together
    from ticker.service.lines import read_lines

    sides = [get_config(a), get_config(b)]
    known = [] if labels is None else [*read_labels(labels).values()]
    if file is not None:
        lines = read_lines(file)
    else:
        lines, decided = run_async(_live(get_config(config), desk))
        known = [*together(known, decided).values()]
    settings = [side.desks[desk_name(side, desk)].settings() for side in sides]
    lines_a, lines_b = (as_configured(lines, side) for side in sides)
    found = compare(lines_a, lines_b, settings[0], settings[1])
    shown = found.changes[: most or None]
    reasons = whys(found, shown)
    told = corrections(found, known)
    if as_json:
        print_json(_report(found, (a, b), shown, reasons, told))
    else:
        _show(found, (a, b), shown, reasons, told, plain=plain)


async def _live(config: Config, desk: str | None) -> tuple[list[Line], list[Label]]:
    from ticker.service.attach import reading
    from ticker.service.labels import of_editors
    from ticker.service.lines import lines_of

    async with reading(config, desk) as store:
        return lines_of((await store.load()).snapshot.copies), of_editors(await store.labels())


def _report(
    found: Backtest,
    files: tuple[Path, Path],
    shown: tuple[Change, ...],
    reasons: list[list[Why]],
    told: list[Correction],
) -> dict[str, Any]:
    from ticker.service.backtest import change_view, pairs_view
    from ticker.service.corrections import corrections_view

    kinds = [str(change.kind) for change in found.changes]
    sides = {
        name: {"config": str(path), **_settings_view(settings), **replay.report()}
        for name, path, settings, replay in zip("ab", files, found.settings, (found.a, found.b), strict=True)
    }
    return {
        **sides,
        "merged": kinds.count("merged"),
        "split": kinds.count("split"),
        "regrouped": kinds.count("regrouped"),
        "joined": pairs_view(found.joined),
        "parted": pairs_view(found.parted),
        "corrections": corrections_view(told),
        "changes": [change_view(found, *one) for one in zip(shown, reasons, strict=True)],
    }


def _settings_view(settings: DeskSettings) -> dict[str, Any]:
    return {"window": settings.window, "grain": str(settings.grain), "threshold": settings.threshold}


def _show(
    found: Backtest,
    files: tuple[Path, Path],
    shown: tuple[Change, ...],
    reasons: list[list[Why]],
    told: list[Correction],
    *,
    plain: bool,
) -> None:
    from ticker.cli.common import console
    from ticker.cli.evidence import Page
    from ticker.terminal import counted

    page = Page(console(plain=plain))
    _figures(page, found, files)
    _corrections(page, told)
    kinds = [change.kind for change in found.changes]
    if not kinds:
        page.say("no story differs")
        return
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(sorted(kinds)))
    page.say(f"{counted(len(kinds), 'place')} {'differs' if len(kinds) == 1 else 'differ'}: {counts}")
    for only, pairs in (("B joins", found.joined), ("B parts", found.parted)):
        gold = f" ({pairs.true} of one story by the gold, {pairs.false} not)" if found.a.gold() else ""
        page.say(f"{only} {counted(pairs.count, 'pair')}{gold}")
    for number, (change, why) in enumerate(zip(shown, reasons, strict=True), 1):
        _change(page, found, number, change, why)
    if len(kinds) > len(shown):
        page.say("")
        page.say(f"… and {len(kinds) - len(shown)} more; --most 0 shows all")


def _figures(page: Page, found: Backtest, files: tuple[Path, Path]) -> None:
    from ticker.config import duration_text

    for name, path, settings, side in zip("AB", files, found.settings, (found.a, found.b), strict=True):
        threshold = "" if settings.threshold is None else f", threshold {settings.threshold:g}"
        report = side.report()
        page.say(
            f"{name} {path}: grain {settings.grain}, window {duration_text(settings.window)}{threshold}: "
            f"{report['headlines']} headlines, {report['stories']} stories"
        )
        for measure, label in (("bcubed", "B-cubed"), ("pairwise", "pairwise")):
            if measure in report:
                row = report[measure]
                precision, recall, f1 = (f"{row[key]:.3f}" for key in ("precision", "recall", "f1"))
                page.say(f"{label}: precision {precision}, recall {recall}, F1 {f1}", 2)


def _corrections(page: Page, told: list[Correction]) -> None:
    if not told:
        return
    unneeded = " and ".join(
        f"{sum(side)} under {name}"
        for name, side in (("A", [one.a for one in told]), ("B", [one.b for one in told]))
    )
    page.say(f"of {len(told)} that editors merged or kept apart by hand, unnecessary: {unneeded}")
    for one in told:
        if one.a is not one.b:
            side = "A" if one.a else "B"
            page.say(f"only {side} says by itself: {one.label.answer}", 2)
            for title in (one.label.a, one.label.b):
                page.say(title, 4, ltr=False)


def _change(page: Page, found: Backtest, number: int, change: Change, why: list[Why]) -> None:
    page.say("")
    told = {
        "merged": f"{len(change.a)} stories of A are one in B",
        "split": f"one story of A is {len(change.b)} in B",
        "regrouped": f"{len(change.a)} stories of A are {len(change.b)} others in B",
    }[change.kind]
    page.say(f"{number}. {change.kind}: {told}", style="bold")
    name, groups = ("A", change.a) if change.kind == "merged" else ("B", change.b)
    for group in groups[:_GROUPS]:
        page.say(f"story {group.story} of {name} ×{len(group.places)}", 2)
        page.some([found.a.lines[place] for place in group.places], 4)
    if len(groups) > _GROUPS:
        page.say(f"… and {len(groups) - _GROUPS} more", 2)
    for one in why:
        other = "B" if one.side == "a" else "A"
        page.say(f"{one.side.upper()} joins it, {other} keeps it apart", 2)
        page.headline(found.a.lines[one.place], 4)
        page.joined(found.a.lines, one.place, one.joined)
        if one.apart.apart is not None:
            page.apart(found.a.lines, one.place, one.apart.apart, told=one.joined.via)
