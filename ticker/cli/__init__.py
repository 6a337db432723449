"""The command line: commands, exit codes, and nothing that another floor could decide.

Exit codes: 0 done, 1 failed (a TickerError), 2 used wrongly (usage or configuration), 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys

_GARBAGE = (50_000, 20, 50)  # objects made, then generations, between two looks


def main() -> None:
    """Run `ticker`; a user's mistake or a known failure becomes one clear line, never a traceback."""
    gc.set_threshold(*_GARBAGE)  # most of what a start makes are modules, and no garbage
    from ticker.cli.app import app
    from ticker.errors import TickerError

    try:
        app(prog_name="ticker")
    except TickerError as error:
        from ticker.terminal.safe import visible

        for line in str(error).splitlines() or [type(error).__name__]:
            # it may quote a file, a feed or a server
            print(f"ticker: {visible(line)}", file=sys.stderr)  # noqa: T201 - the one place that speaks of errors
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # the reader of a pipe has gone (`ticker tail | head`): that is how pipes end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
