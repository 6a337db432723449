"""Lines of the log, as a file and as a terminal get them."""

from __future__ import annotations

import io
import re

from ticker.service.logs import get_log


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """So that the log is coloured."""
        return True


def lines(out: io.StringIO) -> list[str]:
    return [
        re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "NOW", line)
        for line in out.getvalue().split("\n")[:-1]
    ]


def test_an_event_is_a_line_of_logfmt() -> None:
    out = io.StringIO()
    get_log(out).bind(part="a").warning("it failed", reason='"a" = b\\c', none=None, yes=True, no=False)

    assert lines(out) == [
        'timestamp=NOW level=warning event="it failed" part=a reason="\\"a\\" = b\\\\c" none= yes no=false'
    ]


def test_details_are_shown_only_when_asked_for() -> None:
    quiet, verbose = io.StringIO(), io.StringIO()
    get_log(quiet).debug("asked")
    get_log(verbose, verbose=True).debug("asked")

    assert lines(quiet) == []
    assert lines(verbose) == ["timestamp=NOW level=debug event=asked"]


def test_an_exception_comes_with_its_traceback_on_the_same_line() -> None:
    out = io.StringIO()
    log = get_log(out)
    try:
        {}["\x1b[31mfeed"]
    except KeyError as error:
        log.exception("it broke", feed="f")
        log.error("it broke", exc_info=error)  # noqa: TRY400 - so do callbacks that are given one

    first, second = lines(out)
    assert first.startswith(
        'timestamp=NOW level=error event="it broke" feed=f exception="Traceback (most recent call last)'
    )
    assert second.startswith('timestamp=NOW level=error event="it broke" exception="Traceback')
    assert "KeyError: '\\\\x1b[31mfeed'" in first
    assert "\x1b" not in out.getvalue()


def test_a_terminal_gets_colours_and_nothing_that_a_feed_put_in() -> None:
    out = Terminal()
    log = get_log(out)
    log.info("polled", title="\x1b[2Jit's\nnew", entries=3)
    try:
        {}["key"]
    except KeyError:
        log.exception("it broke")

    first, second, third = lines(out)
    assert re.sub(r"\x1b\[\d+m", "", first) == 'NOW [info] polled entries=3 title="[2Jit\'s new"'
    assert "\x1b[1mpolled\x1b[0m" in first
    assert re.sub(r"\x1b\[\d+m", "", second) == "NOW [error] it broke"
    assert third.startswith("Traceback")
