"""The verbs from the keyboard: which stories and copies are meant, and what else has to be asked for.

Every verb goes through `Hands` to the desk, which decides; nothing is changed here.

Knows the board and the verbs; must not know keys or how an action is applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticker.core.model import Verb
from ticker.core.query import Query
from ticker.dashboard.chosen import chosen
from ticker.dashboard.question import Question
from ticker.dashboard.tabs import STREAM, Kind
from ticker.dashboard.when import instant, span
from ticker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ticker.core.view import EntryView, StoryView
    from ticker.dashboard.app import Dashboard


def do(app: Dashboard, verb: Verb, stories: Sequence[str] = (), **fields: Any) -> None:
    """Send an action about what the editor sees now; `fields` are those of `Action`."""
    if app.read_only:
        app.say("read only: R lets you edit", "warning")
        return
    if app.hands is None:
        app.say("this desk takes no actions from here", "warning")
        return
    board = app.board
    seen = board.lists[STREAM.name].ranking.offset
    try:
        app.hands.do(verb, at=board.clock(), seen=seen, stories=stories, **fields)
    except UsageError as error:
        app.say(str(error), "warning")
        return
    board.marked.clear()
    board.opened.marked.clear()
    app.repaint()


def targets(app: Dashboard) -> list[StoryView]:
    """Return the stories that a verb acts on: the marked ones in their order, else the selected one."""
    board = app.board
    if app.over == "compare" and board.compared is not None:
        return list(board.compared[:2])
    if board.tab.kind is Kind.ALERTS:
        alert = board.alerts.roll.current()
        story = board.find(alert.story) if alert is not None else None
        if story is None:
            app.say("select an alert about a story first: j or k", "warning")
        return [story] if story else []
    marked = [story for story in board.everything() if story["id"] in board.marked]
    if marked:
        return marked
    story = chosen(app)
    return [story] if story else []


def ids(stories: Sequence[StoryView]) -> list[str]:
    """Return their ids."""
    return [story["id"] for story in stories]


def plain(app: Dashboard, verb: Verb) -> None:
    """Do what needs nothing else: pin, unpin, restore."""
    stories = targets(app)
    if stories:
        do(app, verb, ids(stories))


def place(app: Dashboard, by: int) -> None:
    """Move a pinned story up or down among the pinned."""
    story = chosen(app)
    if story is None:
        return
    pinned = [one["id"] for one in app.board.everything() if one["pinned"]]
    if story["id"] not in pinned:
        app.say("only pinned stories have an order: pin it first", "warning")
        return
    wanted = pinned.index(story["id"]) + 1 + by
    if 1 <= wanted <= len(pinned):
        do(app, Verb.PIN, [story["id"]], value=float(wanted))


def breaking(app: Dashboard) -> None:
    """Mark as breaking for the usual time; where all are, end it."""
    stories = targets(app)
    if stories:
        on = all(story["breaking"] for story in stories)
        do(app, Verb.BREAKING, ids(stories), until=app.board.clock() if on else None)


def breaking_for(app: Dashboard) -> None:
    """Mark as breaking for as long as is asked."""
    stories = targets(app)
    if stories:
        _ask(
            app,
            f"breaking: {_named(stories)}, for how long (20m, 2h)",
            lambda text: do(app, Verb.BREAKING, ids(stories), until=app.board.clock() + span(text)),
            value="20m",
        )


def urgency(app: Dashboard) -> None:
    """Set the urgency."""
    stories = targets(app)
    if not stories:
        return

    def done(text: str) -> None:
        if text.strip() not in set("0123456789"):
            raise UsageError(f"urgency is 1 (most) to 9 (least), or 0 to take it away, not “{text.strip()}”")
        do(app, Verb.URGENCY, ids(stories), value=float(text))

    _ask(app, f"urgency of {_named(stories)}: 1 (most) to 9, 0 takes it away", done)


def spike(app: Dashboard) -> None:
    """Take stories out of the stream, with a reason."""
    stories = targets(app)
    if stories:
        _ask(
            app,
            f"spike {_named(stories)}: why? (Enter spikes)",
            lambda text: do(app, Verb.SPIKE, ids(stories), text=text.strip()),
        )


def retitle(app: Dashboard) -> None:
    """Give a story another headline."""
    stories = targets(app)
    if len(stories) > 1:
        app.say("a headline is for one story: Esc takes the marks away", "warning")
    elif stories:
        _ask(
            app,
            f"headline of {_named(stories)}; empty gives the feeds' back",
            lambda text: do(app, Verb.RETITLE, ids(stories), text=text.strip()),
            value=stories[0]["headline"],
        )


def merge(app: Dashboard) -> None:
    """Merge the marked stories into the selected one; in a comparison, the right one into the left one."""
    board = app.board
    if app.over == "compare":
        pair = board.compared
        if pair is not None:
            app.over = ""
            do(app, Verb.MERGE, ids(pair[:2]))
            app.rearranged()
        return
    into = chosen(app)
    if into is None:
        return
    others = [
        one["id"] for one in board.everything() if one["id"] in board.marked and one["id"] != into["id"]
    ]
    if others:
        do(app, Verb.MERGE, [into["id"], *others])
    else:
        app.say("mark the other stories with Space, select the one they belong to, then merge", "warning")


def split(app: Dashboard) -> None:
    """Take the chosen copies out of the open story."""
    chosen = _copies(app)
    if chosen:
        do(app, Verb.SPLIT, [app.board.opened.story_id], entries=chosen)


def move(app: Dashboard) -> None:
    """Move the chosen copy into another story: the marked one, else the one that is named."""
    chosen = _copies(app)
    if not chosen:
        return
    if len(chosen) > 1:
        app.say("one copy at a time is moved; split takes several", "warning")
        return
    own = app.board.opened.story_id
    marked = [one for one in app.board.marked if one != own]
    if len(marked) == 1:
        do(app, Verb.MOVE, marked, entries=chosen)
        return
    _ask(
        app,
        "move this copy into which story? its number, or words that only it has",
        lambda text: do(app, Verb.MOVE, [_found(app, text, own)], entries=chosen),
    )


def boost(app: Dashboard, by: float) -> None:
    """Lift or lower stories in the ranking, each from where it is."""
    stories = targets(app)
    levels: dict[float, list[str]] = {}
    for story in stories:
        edits = story.get("edits")
        levels.setdefault((edits["boost"] if edits else 0.0) + by, []).append(story["id"])
    for level, of_level in levels.items():
        do(app, Verb.BOOST, of_level, value=level)


def mute(app: Dashboard, verb: Verb) -> None:
    """Let a publisher, or copies with a phrase, neither lead the story nor count in it; or end that."""
    stories = targets(app)
    if len(stories) != 1:
        if stories:
            app.say("a mute is for one story: Esc takes the marks away", "warning")
        return
    story = stories[0]

    def done(text: str) -> None:
        name = text.strip()
        quoted = name[1:].partition('"')[0] if name.startswith('"') else ""
        do(app, verb, ids(stories), **({"text": quoted} if quoted else {"source": name}))

    _ask(
        app,
        f'{verb} which publisher of {_named(stories)}? or a "phrase"',
        done,
        value=_muting(app, story, verb),
    )


def embargo(app: Dashboard) -> None:
    """Hold stories back until an instant."""
    stories = targets(app)
    if not stories:
        return

    def done(text: str) -> None:
        until = instant(text, app.board.clock()) if text.strip() else None
        do(app, Verb.EMBARGO, ids(stories), until=until)

    _ask(app, f"hold {_named(stories)} until when? 18:00, 90m; empty releases now", done)


def note(app: Dashboard) -> None:
    """Write a note."""
    stories = targets(app)
    if stories:
        _ask(
            app,
            f"note on {_named(stories)}, for editors only",
            lambda text: do(app, Verb.NOTE, ids(stories), text=text.strip()),
        )


def undo(app: Dashboard, verb: Verb) -> None:
    """Undo or redo: in the audit the selected action, elsewhere your last one."""
    line = app.board.audit.current() if app.board.tab.kind is Kind.AUDIT and not app.over else None
    do(app, verb, action=line["action"] if line is not None else "")


def toggle(app: Dashboard) -> None:
    """Let the dashboard edit, or only look."""
    if app.settings.read_only:
        app.say("started read only: start it without to edit", "warning")
        return
    app.read_only = not app.read_only
    app.repaint()
    app.say("read only: nothing is changed" if app.read_only else "you can edit")


def _ask(app: Dashboard, label: str, done: Callable[[str], None], value: str = "") -> None:
    """Ask for a line; what cannot be used is said, and the line stays open with it."""
    if app.read_only:
        app.say("read only: R lets you edit", "warning")
        return

    def answered(text: str) -> None:
        try:
            done(text)
        except UsageError as error:
            app.say(str(error), "warning")
            _ask(app, label, done, text)

    app.ask(Question(label, done=answered, value=value))


def _copies(app: Dashboard) -> list[str]:
    """Return the chosen copies as actions name them; tells how to choose where none is."""
    chosen: list[EntryView] = app.board.opened.chosen() if app.in_detail else []
    if not chosen:
        waiting = app.in_detail and not app.board.opened.known
        hint = "go to the copies first (Enter, and Enter again); j, k and Space choose"
        app.say("its copies are still being read: once more" if waiting else hint, "warning")
    return [f"#{entry['ordinal']}" for entry in chosen]


def _named(stories: Sequence[StoryView]) -> str:
    return f"story {stories[0]['id']}" if len(stories) == 1 else f"{len(stories)} stories"


def _muting(app: Dashboard, story: StoryView, verb: Verb) -> str:
    """Return what is most likely meant: the chosen copy's publisher; for an end, the last thing muted."""
    edits = story.get("edits")
    if verb is Verb.UNMUTE:
        if edits and edits["muted_sources"]:
            return edits["muted_sources"][-1]
        return f'"{edits["muted_phrases"][-1]}"' if edits and edits["muted_phrases"] else ""
    chosen = app.board.opened.chosen() if app.in_detail else []
    return chosen[0]["publisher"] if chosen else ""


def _found(app: Dashboard, text: str, own: str) -> str:
    """Return the one other story that a number or words name. Raises UsageError where it is not one."""
    text = text.strip()
    stories = [story for story in app.board.everything() if story["id"] != own]
    if any(story["id"] == text for story in stories):
        return text
    query = Query.parse(text)
    found = [story for story in stories if query and query.matches(story, app.board.clock())]
    if len(found) == 1:
        return found[0]["id"]
    what = "no other story" if not found else f"{len(found)} stories"
    raise UsageError(f"“{text}” finds {what}; write the number that the open story shows, or more words")
