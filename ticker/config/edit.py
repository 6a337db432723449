"""Add feeds to a user's configuration file, pause them or take some out, and leave all else as it is.

The changed text is read again before it replaces the file; it must give the same configuration but for
those feeds, or nothing is written.

Knows the file; must not know where new feeds come from.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from ticker.config import layout
from ticker.config.loader import load_text, read_text
from ticker.config.problems import field_path
from ticker.config.rules import broken_rules, same_url
from ticker.config.sections.desks import DeskConfig
from ticker.config.sections.feeds import FeedConfig
from ticker.config.units import plain
from ticker.config.wording import in_words
from ticker.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ticker.config.options import Config

_HEADER: Final = "# ticker: feeds and options; every option is explained in docs/configuration.md\n\n"


def add_feeds(path: Path, feeds: Sequence[Mapping[str, Any]]) -> list[str]:
    """Append feeds under `feeds:` in the file, which is created if need be. Returns the URLs that were added.

    `feeds` hold options by name (`url`, `publisher`, …; None and "" count as left out). A feed whose URL is
    on its desk already is skipped. Raises UsageError for a feed that cannot be used, ConfigError for a file
    that cannot be read, changed safely, or written; then nothing is changed.
    """
    text = read_text(path) if os.path.lexists(path) else _HEADER
    before = load_text(text, path, environ={})
    present = {(feed.desk, same_url(feed.url)) for feed in before.feeds}
    fresh: dict[int, FeedConfig] = {}
    for number, feed in enumerate(feeds, 1):
        new = _checked({name: value for name, value in feed.items() if value not in {None, ""}}, number)
        key = (new.desk, same_url(new.url))
        if key not in present:
            present.add(key)
            fresh[number] = new
    for loc, told in broken_rules(before.model_copy(update={"feeds": tuple(fresh.values())}), list(fresh)):
        raise UsageError(f"feed {loc[1]} of those to be added: {field_path(loc[2:])}: {told}")
    if fresh:
        lines = [_options(feed) for feed in fresh.values()]
        after = (*before.feeds, *fresh.values())
        _replace(path, text, before, {"feeds": after}, lambda: layout.append(text, lines))
    return [feed.url for feed in fresh.values()]


def remove_feeds(path: Path, urls: Iterable[str], *, desk: str | None = None) -> list[str]:
    """Take the feeds with these URLs out of the file (of one desk, or of all). Returns those that were there.

    Raises ConfigError for a file that cannot be read, changed safely, or written; then nothing is changed.
    """
    text = read_text(path)
    before = load_text(text, path, environ={})
    wanted = {same_url(url) for url in urls}
    gone = [
        position
        for position, feed in enumerate(before.feeds)
        if same_url(feed.url) in wanted and desk in {None, feed.desk}
    ]
    if gone:
        rest = tuple(feed for position, feed in enumerate(before.feeds) if position not in gone)
        _replace(path, text, before, {"feeds": rest}, lambda: layout.delete(text, gone))
    return [before.feeds[position].url for position in gone]


def pause_feeds(path: Path, urls: Iterable[str], *, paused: bool, desk: str | None = None) -> list[str]:
    """Pause the feeds with these URLs, or let them run again. Returns those that this has changed.

    Raises as `remove_feeds`.
    """
    text = read_text(path)
    before = load_text(text, path, environ={})
    wanted = {same_url(url) for url in urls}
    changed = [
        position
        for position, feed in enumerate(before.feeds)
        if same_url(feed.url) in wanted and desk in {None, feed.desk} and feed.paused != paused
    ]
    if changed:
        after = tuple(
            feed.model_copy(update={"paused": paused}) if position in changed else feed
            for position, feed in enumerate(before.feeds)
        )
        _replace(path, text, before, {"feeds": after}, lambda: layout.pause(text, changed, paused=paused))
    return [before.feeds[position].url for position in changed]


def add_desks(path: Path, names: Sequence[str]) -> list[str]:
    """Add desks with all defaults, where the file has none of that name. Returns those that are new.

    Raises ConfigError for a file that cannot be read, changed safely, or written; then nothing is changed.
    """
    text = read_text(path) if os.path.lexists(path) else _HEADER
    before = load_text(text, path, environ={})
    fresh = [name for name in dict.fromkeys(names) if name not in before.desks]
    if fresh:
        desks = before.desks | {name: DeskConfig() for name in fresh}
        _replace(path, text, before, {"desks": desks}, lambda: layout.add_desks(text, fresh))
    return fresh


def _checked(feed: Mapping[str, Any], number: int) -> FeedConfig:
    try:
        return FeedConfig.model_validate(feed)
    except ValidationError as error:
        told = "; ".join(f"{field_path(loc)}: {text}" for loc, text in in_words(error, "feeds"))
        raise UsageError(f"feed {number} of those to be added: {told}") from error


def _options(feed: FeedConfig) -> dict[str, Any]:
    """What has to be written of a feed: the options that were given, but for those that say the default."""
    return feed.model_dump(exclude_unset=True, exclude_defaults=True)


def _replace(
    path: Path, text: str, before: Config, update: Mapping[str, Any], change: Callable[[], str]
) -> None:
    try:
        changed = change()
        safe = load_text(changed, path, environ={}) == before.model_copy(update=update)
    except (layout.UnknownLayoutError, ConfigError):
        safe = False
    if not safe:
        raise ConfigError(
            f"{plain(str(path))}: written in a way that cannot be changed safely; edit its feeds by hand"
        )
    try:
        _write(path, text, changed)
    except OSError as error:
        raise ConfigError(f"{plain(str(path))}: cannot be written: {error.strerror or error}") from error


def _write(path: Path, text: str, changed: str) -> None:
    """Replace the file behind `path` (a link stays a link) in one step."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    mark, mode = "", 0o600
    if target.exists():
        if read_text(target) != text:
            raise ConfigError(f"{plain(str(path))}: was changed by another program just now; try again")
        mark = "\ufeff" if target.read_bytes().startswith(b"\xef\xbb\xbf") else ""
        mode = target.stat().st_mode & 0o777
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write((mark + changed).encode())
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(mode)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
