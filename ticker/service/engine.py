"""The engine: `ticker run` as a child of the program that shows it.

The screen and the work do not share a loop, so a burst of headlines never holds up a key. The child
ends when its parent does, however that ends: its standard input is a pipe that closes.

Knows how to start, watch and stop the child; must not know what it does.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from ticker.errors import TickerError
from ticker.service.apart import end, run_command

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

_GRACE = 10.0  # seconds for an orderly end: a drain takes under 5


class Engine:
    """One `ticker run`, started on enter, ended on exit. Its log goes to `log_path`.

    `environ` None = this process's own environment.
    """

    def __init__(
        self, config: Path | None, log_path: Path, *, environ: Mapping[str, str] | None = None
    ) -> None:
        self._config = config
        self._environ = environ
        self.log_path = log_path
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self.log_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.log_path.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *run_command(self._config, "--attached"),
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=self._environ,
                start_new_session=True,  # a Ctrl-C in the terminal is for the screen alone
            )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            await end(self._process, _GRACE)

    def trouble(self) -> str:
        """How the child ended and the last line of its log; "" while it runs."""
        process = self._process
        if process is None or process.returncode is None:
            return ""
        last = ""
        with suppress(OSError):
            lines = self.log_path.read_text(encoding="utf-8", errors="replace").splitlines()
            last = next((line for line in reversed(lines) if line.strip()), "")
        return f"ticker run ended (exit {process.returncode}): {last or self.log_path}"

    def check(self) -> None:
        """Raise TickerError when the child has ended."""
        trouble = self.trouble()
        if trouble:
            raise TickerError(trouble)
