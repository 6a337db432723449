"""`edit VERB STORY …`: what editors do, for scripts; one command for each row of `core.verbs`.

Every command returns once its action is applied. Knows how a verb's arguments are typed; must not know what
a verb does.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from ticker.cli.common import ConfigOption, DeskOption, JsonOption, get_config, print_json, run_async
from ticker.core.model import Verb
from ticker.core.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ticker.config import Config
    from ticker.core.acts import Outcome
    from ticker.core.audit import AuditView
    from ticker.core.model import Action
    from ticker.core.verbs import Argument, VerbSpec

group = typer.Typer(
    help="What editors do, for scripts: each command returns once its action is applied. "
    "`ticker top` shows the stories' ids, `ticker why STORY` the copies'.",
    no_args_is_help=True,
)

AsOption = Annotated[
    str, typer.Option("--as", metavar="NAME", envvar="USER", help="Who does it; default: your user name.")
]
SeenOption = Annotated[
    int,
    typer.Option(
        "--seen",
        metavar="OFFSET",
        min=0,
        help="The offset that you acted on, as `top --json` shows it: what another editor changed after "
        "it is not overwritten.",
    ),
]
IdOption = Annotated[
    str,
    typer.Option("--id", metavar="KEY", help="Repeating the command with the same key does it only once."),
]
DryOption = Annotated[
    bool,
    typer.Option("--dry-run", help="Say what it would do, and do nothing. Needs nobody to keep the desk."),
]
_METAVARS = {"text": "TEXT", "source": "NAME", "value": "N", "until": "WHEN", "action": "ACTION"}
_PARAMETER = inspect.Parameter


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(group, name="edit")


def _command(spec: VerbSpec) -> Callable[..., None]:
    """The command of one verb; typer reads its arguments from the signature that is made here."""

    def command(**given: Any) -> None:
        _run(spec.verb, given)

    annotations = _positional(spec)
    defaults: dict[str, Any] = {}
    for argument in spec.arguments:
        annotations[argument.field], defaults[argument.field] = _typed(argument)
    common = {"by": AsOption, "seen": SeenOption, "key": IdOption, "config": ConfigOption}
    common |= {"desk": DeskOption, "dry": DryOption, "as_json": JsonOption}
    defaults |= {"by": "editor", "seen": 0, "key": "", "config": None, "desk": None}
    defaults |= {"dry": False, "as_json": False}
    annotations |= common
    command.__annotations__ = annotations
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # what inspect.signature reads
        [
            _PARAMETER(
                name, _PARAMETER.KEYWORD_ONLY, annotation=kind, default=defaults.get(name, _PARAMETER.empty)
            )
            for name, kind in annotations.items()
        ]
    )
    command.__doc__ = spec.help
    return command


def _positional(spec: VerbSpec) -> dict[str, Any]:
    """Stories and copies in the order in which they are typed: `move COPY STORY`, `split STORY COPY…`."""
    story = typer.Argument(metavar="STORY", help="The story's id, as `ticker top` shows it.")
    entry = typer.Argument(metavar="ENTRY", help="A copy: its number as `ticker why` shows it, or its id.")
    stories, entries = _listed(spec.stories, story, "STORY"), _listed(spec.entries, entry, "ENTRY")
    named = {"stories": stories, "entries": entries}
    if spec.verb is Verb.MOVE:
        named = {"entries": entries, "stories": stories}
    return {name: kind for name, kind in named.items() if kind is not None}


def _listed(allowed: tuple[int, int], argument: Any, metavar: str) -> Any:
    if allowed == (0, 0):
        return None
    if allowed == (1, 1):
        return Annotated[str, argument]
    argument.metavar = f"{metavar} {metavar}..." if allowed[0] > 1 else f"{metavar}..."
    return Annotated[list[str], argument]


def _typed(argument: Argument) -> tuple[Any, Any]:
    """How one argument is typed, and its default."""
    kind: Any = Optional[float] if argument.field == "value" else str  # noqa: UP045 - typer reads it at run time
    metavar = _METAVARS[argument.field]
    if argument.option:
        default = None if argument.field == "value" else ""
        return Annotated[
            kind, typer.Option(f"--{argument.option}", metavar=metavar, help=argument.help)
        ], default
    if argument.needed:
        kind = float if argument.field == "value" else str
        return Annotated[kind, typer.Argument(metavar=metavar, help=argument.help)], _PARAMETER.empty
    return Annotated[str, typer.Argument(metavar=f"[{metavar}]", help=argument.help, show_default=False)], ""


for _spec in VERBS.values():
    group.command(str(_spec.verb))(_command(_spec))


def _run(verb: Verb, given: dict[str, Any]) -> None:
    action = _action(verb, given)
    settings = get_config(given["config"])
    if given["dry"]:
        _show_dry(run_async(_rehearse(settings, given["desk"], action)), as_json=given["as_json"])
        return
    outcome = run_async(_act(settings, given["desk"], action))
    if given["as_json"]:
        print_json({"action": outcome.action, "stories": list(outcome.stories)})
        return
    from ticker.cli.text import shown

    typer.echo(f"action {outcome.action}: {shown(outcome.said)}")


def _action(verb: Verb, given: dict[str, Any]) -> Action:
    """The action that was typed. Raises UsageError where its form is wrong."""
    import secrets

    from ticker import clock
    from ticker.core.model import Action
    from ticker.core.verbs import check, ends, tidied

    now = clock.now()
    listed = {
        name: (value,) if isinstance(value := given.get(name, ()), str) else tuple(value)
        for name in ("stories", "entries")
    }
    action = Action(
        id=given["key"] or secrets.token_hex(12),
        verb=verb,
        by=given["by"],
        at=now,
        stories=listed["stories"],
        entries=listed["entries"],
        text=given.get("text", ""),
        source=given.get("source", ""),
        value=given.get("value"),
        until=ends(verb, _until(given.get("until", ""), now), now),
        action=given.get("action", ""),
        seen=given["seen"],
    )
    action = tidied(action)
    check(action)
    return action


def _until(text: str, now: float) -> float | None:
    """An end as it is typed; "" = none, 0 = now."""
    from ticker.cli.when import instant

    if not text:
        return None
    return now if text.strip() == "0" else instant(text, now)


async def _act(config: Config, desk: str | None, action: Action) -> Outcome:
    from ticker.service.attach import reading

    async with reading(config, desk) as store:
        return await store.act(action)


async def _rehearse(config: Config, desk: str | None, action: Action) -> AuditView:
    from ticker.service.attach import reading
    from ticker.service.tryout import rehearsed

    async with reading(config, desk) as store:
        return await rehearsed(store, action)


def _show_dry(view: AuditView, *, as_json: bool) -> None:
    from ticker.cli.text import shown
    from ticker.core.audit import line_of

    if as_json:
        keys = ("action", "stories", "before", "after")
        print_json({key: view[key] for key in keys} | {"dry_run": True})  # type: ignore[literal-required]  # its keys
    else:
        typer.echo(f"nothing was done; it would do: {shown(line_of(view))}")
