"""`why`: explain a story: why each copy is in it, and what makes its rank; in English or in Arabic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ticker.cli.common import (
    ConfigOption,
    DeskOption,
    JsonOption,
    LangOption,
    PlainOption,
    get_config,
    print_json,
    run_async,
)

if TYPE_CHECKING:
    from ticker.cli.speaker import Speaker
    from ticker.config import Config
    from ticker.core.model import Copy, Entry, Story
    from ticker.core.rank import Contribution


def add_to(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command("why")(why)


def why(
    story: Annotated[str, typer.Argument(metavar="STORY", help="The id of a story, as `top` shows it.")],
    config: ConfigOption = None,
    desk: DeskOption = None,
    lang: LangOption = None,
    *,
    as_json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Explain a story: why each copy is in it, beside which headline, and what makes its rank.

    Example: ticker why 17 --lang ar
    """
    found, copies, shares = run_async(_why(get_config(config), desk, story))
    if as_json:
        print_json(_why_json(found, copies, shares))
        return
    from ticker.cli.speaker import Speaker
    from ticker.cli.text import spoken

    _show(Speaker(spoken(lang), plain=plain), found, copies, shares)


async def _why(config: Config, desk: str | None, story: str) -> tuple[Story, list[Copy], list[Contribution]]:
    from ticker import clock
    from ticker.core.rank import contribution
    from ticker.core.whereabouts import farewell
    from ticker.errors import TickerError
    from ticker.service.attach import reading

    async with reading(config, desk) as store:
        found = await store.story(story)
        if found is None:
            left = await store.departure(story)
            what = farewell(left) if left else f"there is no live story {story!r}"
            raise TickerError(f"{what}: `ticker top` shows what is live")
        half_life = (await store.load()).snapshot.settings.half_life
    firsts: dict[str, Entry] = {}
    for copy in found[1]:
        firsts.setdefault(copy.entry.voice, copy.entry)
    now = clock.now()
    shares = [contribution(v, e.weight, e.time, now, half_life) for v, e in firsts.items()]
    return (*found, shares)


def _why_json(story: Story, copies: list[Copy], shares: list[Contribution]) -> dict[str, Any]:
    from ticker.core.view import iso, story_view

    rank = [
        {
            "voice": share.voice,
            "weight": share.weight,
            "reported": iso(share.reported),
            "remaining": round(share.remaining, 6),
        }
        for share in shares
    ]
    return {**story_view(story, copies), "rank": rank}


def _show(out: Speaker, story: Story, copies: list[Copy], shares: list[Contribution]) -> None:
    from ticker.cli.text import ago_instant

    out.title(story.headline, strong=True)
    out.say("story", id=story.id, copies=story.copies, publishers=len(story.publishers), score=story.score)
    _show_edits(out, story)
    by_ordinal = {copy.ordinal: copy for copy in copies}
    for copy in copies:
        out.blank()
        out.headline(copy.entry.publisher, copy.entry.title, ago_instant(copy.entry.received))
        via = by_ordinal.get(copy.via)
        if via is None:
            out.say("founded" if not copy.via else "joined-alone", 2, **_judged(copy))
        else:
            out.say("joined", 2, **_judged(copy))
            out.headline(via.entry.publisher, via.entry.title, indent=4)
        titles = [copy.entry.title, *copy.former, *([via.entry.title] if via else ())]
        out.reasons(copy.reasons, titles, 4)
        for former in copy.former:
            out.say("former", 4)
            out.title(former, 6)
    out.blank()
    out.say("rank")
    for share in shares:
        ago = ago_instant(share.reported)
        out.title(share.voice, 2)
        out.say("share", 4, weight=share.weight, ago=ago, worth=share.remaining)


def _judged(copy: Copy) -> dict[str, Any]:
    return {"number": copy.ordinal, "relation": copy.relation, "score": copy.score}


def _show_edits(out: Speaker, story: Story) -> None:
    """What editors laid over the story."""
    from ticker import clock
    from ticker.cli.text import ago_instant
    from ticker.terminal import age, safe

    edits, now = story.edits, clock.now()
    if story.original:
        out.say("original", 2)
        out.title(story.original, 4)
    if story.pinned:
        out.say("pinned", 2)
    if story.breaking:
        out.say("breaking", 2, ago=age(edits.breaking - now))
    if edits.urgency:
        out.say("urgency", 2, urgency=edits.urgency)
    if edits.spiked:
        out.say("spiked", 2)
        if edits.reason:
            out.title(edits.reason, 4)
    if edits.embargo > now:
        out.say("embargo", 2, ago=age(edits.embargo - now))
    if edits.boost:
        out.say("boost", 2, boost=edits.boost)
    if edits.muted_sources or edits.muted_phrases:
        out.say("muted", 2)
        for name in (*edits.muted_sources, *edits.muted_phrases):
            out.title(name, 4)
    for note in edits.notes:
        out.say("note", 2, by=safe(note.by), ago=ago_instant(note.at))
        out.title(note.text, 4)
