"""How many bytes the screen costs, and whether the terminal has taken them: frames wait, keys do not.

Knows Textual's driver; must not know what is drawn.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.driver import Driver


class Meter:
    """Counts bytes. `rate` bounds those of frames that nobody asked for, in bytes a second.

    The bound is a bucket that holds two seconds' worth: a change of view is drawn at once, a list that
    never stops moving is drawn less often on a wide screen than on a small one.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._left = 2.0 * rate
        self._at: float | None = None
        self._charged = 0
        self.sent = 0
        self.taken = 0

    @property
    def pending(self) -> int:
        """Bytes that the terminal has not taken yet."""
        return self.sent - self.taken

    def may_draw(self, now: float) -> bool:
        """Whether a frame that nobody asked for may be drawn at `now` (monotonic seconds)."""
        if self._at is not None:
            self._left = min(2.0 * self._rate, self._left + (now - self._at) * self._rate)
        self._at = now
        self._left -= self.sent - self._charged
        self._charged = self.sent
        # What keys have drawn on top is paid back within two seconds, so that the list never stands still.
        self._left = max(self._left, -2.0 * self._rate)
        return self.pending == 0 and self._left > 0


class _Counted:
    """The terminal as a file; tells the meter when what was written has been taken."""

    def __init__(self, file: IO[str], meter: Meter) -> None:
        self._file = file
        self._meter = meter
        self._written = 0

    def write(self, text: str) -> int:
        self._written += len(text.encode("utf-8", "replace"))
        return self._file.write(text)

    def flush(self) -> None:
        written = self._written
        self._file.flush()
        self._meter.taken = written

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return self._file.isatty()


def metered(driver: type[Driver], meter: Meter) -> type[Driver]:
    """Return `driver` with every byte counted.

    A driver without a file of its own (a test's, Windows') counts what it is given as taken.
    """

    class Metered(driver):  # type: ignore[misc, valid-type]  # the class is known at run time only
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            file = getattr(self, "_file", None)
            self._told = file is not None
            if file is not None:
                self._file = _Counted(file, meter)

        def write(self, data: str) -> None:
            meter.sent += len(data.encode("utf-8", "replace"))
            if not self._told:
                meter.taken = meter.sent
            super().write(data)

    return Metered
