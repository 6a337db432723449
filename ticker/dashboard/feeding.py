"""Managing feeds from the keyboard: find and add one, pause it, ask it again, take it out.

What is done goes through a `FeedBook`; nothing is written down here.

Knows the board and the feed book; must not know keys or files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ticker.dashboard.live import reason_of
from ticker.dashboard.question import Question
from ticker.dashboard.tabs import Kind
from ticker.terminal import age, display, line, wrap

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from rich.text import Text

    from ticker.core.model import FeedState
    from ticker.dashboard.app import Dashboard
    from ticker.dashboard.look import Look
    from ticker.dashboard.source import FeedBook, Offer

OFFER = "offer"
"""What lies over the view while a feed is looked for and shown."""

_SHOWN = 8  # headlines of a preview


def add(app: Dashboard) -> None:
    """Ask for an address, look what can be polled there, show it, and add it under a publisher's name."""
    if _book(app) is not None:
        _ask_address(app, "")


def pause(app: Dashboard) -> None:
    """Leave the selected feed unasked, or ask it again."""
    book, feed = _book(app), None
    if book is not None:
        feed = _chosen(app)
    if book is None or feed is None:
        return

    async def done() -> None:
        word = "asked again" if feed.paused else "paused: not asked until you resume it"
        changed = await book.pause([feed.feed], paused=not feed.paused)
        app.say(f"{_name(feed)}: {word if changed else 'as it was'}")

    app.run_worker(_tried(app, done()))


def remove(app: Dashboard) -> None:
    """Take the selected feed out, once that is confirmed."""
    book, feed = _book(app), None
    if book is not None:
        feed = _chosen(app)
    if book is None or feed is None:
        return

    async def taken() -> None:
        gone = await book.remove([feed.feed])
        what = "removed; its stories stay until they expire" if gone else "was not in the configuration"
        app.say(f"{_name(feed)}: {what}")

    async def confirmed(text: str) -> None:
        if text.strip():
            app.say("kept: Enter alone removes")
        else:
            await _tried(app, taken())

    app.ask(Question(f"remove {_name(feed)}, {feed.feed}? Enter removes it, Esc keeps it", done=confirmed))


def offer_lines(offer: Offer | None, address: str, look: Look, *, width: int, now: float) -> list[Text]:
    """Return what was found at an address; while it is looked for, that."""
    palette, mode = look.palette, look.mode
    room = max(8, width - 4)
    if offer is None:
        looking = display(f"looking at {address} …", width=room, mode=mode, ltr=True)
        return [line(""), line("  ", (looking, palette.text))]
    what = f"the headlines of a page: {offer.selector}" if offer.kind == "page" else offer.form
    count = len(offer.headlines)
    lines = [
        line(""),
        line("  ", (display(offer.url, width=room, mode=mode, ltr=True), palette.strong)),
        line("  ", (display(what, width=room, mode=mode, ltr=True), palette.text)),
        line("  ", (f"{count} headlines now, language {offer.lang or 'not known'}", palette.text)),
        line(""),
    ]
    for title, published in offer.headlines[:_SHOWN]:
        when = "–" if published is None else age(now - published)
        text = display(title, width=max(8, width - 12), mode=mode, rtl_align=True)
        lines.append(line((f"  {when:>6}  ", palette.quiet), (text, palette.text)))
    if count > _SHOWN:
        lines.append(line((f"{'':10}and {count - _SHOWN} more", palette.quiet)))
    notes = [(f"warning: {text}", palette.warn) for text in offer.warnings]
    notes += [(f"the page also names {other}", palette.quiet) for other in offer.also]
    lines.append(line(""))
    lines += [line("  ", (part, style)) for text, style in notes for part in wrap(text, room, mode=mode)]
    return lines


def _ask_address(app: Dashboard, value: str) -> None:
    app.ask(
        Question(
            "add a feed: its address, or any page of its site",
            done=lambda text: _look(app, text.strip()),
            value=value,
        )
    )


def _look(app: Dashboard, text: str) -> None:
    """Start looking; what comes after the address is a CSS selector for the headlines on that page."""
    if not text:
        app.say("nothing typed, nothing added", "warning")
        return
    app.board.offer, app.board.offered_at = None, text.split(maxsplit=1)[0]
    app.over = OFFER
    app.parts.page.rewind()
    app.run_worker(_find(app, text), exclusive=True, group=OFFER)


async def _find(app: Dashboard, text: str) -> None:
    board = app.board
    if board.book is None:
        return
    address, _, selector = text.partition(" ")
    try:
        offer = await board.book.find(address, selector=selector.strip())
    except Exception as error:  # noqa: BLE001 - whatever comes of a foreign address is said
        if _waits(app):
            app.over = ""
            _ask_address(app, text)
        app.say(f"{address}: {reason_of(error)}", "warning")
        return
    if not _waits(app):
        app.say(f"left, nothing was added of {address}")
        return
    board.offer = offer
    app.ask(
        Question(
            "who publishes it? Enter adds the feed, Esc leaves it",
            done=lambda name: _add(app, offer, name.strip()),
            value=offer.publisher,
            cancelled=lambda: _leave(app),
        )
    )


async def _add(app: Dashboard, offer: Offer, publisher: str) -> None:
    book = app.board.book
    _leave(app)
    if book is None:
        return

    async def done() -> None:
        added = await book.add(offer, publisher=publisher)
        app.say(f"{publisher or offer.publisher}: {added.said}")
        if added.warning:
            app.say(added.warning, "warning")

    await _tried(app, done())


async def _tried(app: Dashboard, work: Awaitable[None]) -> None:
    """Do it, say why it failed where it does, and read the feeds anew."""
    try:
        await work
    except Exception as error:  # noqa: BLE001 - a file that cannot be changed is said, whatever the reason
        app.say(reason_of(error), "warning")
    app.board.hurry()


def _waits(app: Dashboard) -> bool:
    """Whether the user still waits for what is looked for."""
    return app.over == OFFER and app.parts.prompt.question is None and len(app.screen_stack) == 1


def _leave(app: Dashboard) -> None:
    app.over = ""
    app.board.offer = None


def _book(app: Dashboard) -> FeedBook | None:
    if app.read_only:
        app.say("read only: R lets you edit", "warning")
        return None
    if app.board.book is None:
        app.say("feeds are managed where ticker runs: `ticker feeds` there", "warning")
    return app.board.book


def _chosen(app: Dashboard) -> FeedState | None:
    if app.over or app.board.tab.kind is not Kind.FEEDS:
        app.say("go to the feeds and select one first: F, then j or k", "warning")
        return None
    feed = app.board.feed_roll.current()
    if feed is None:
        app.say("select a feed first: j or k", "warning")
    return feed


def _name(feed: FeedState) -> str:
    return feed.publisher or feed.feed
