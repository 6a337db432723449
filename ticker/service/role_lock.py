"""One process a role on one data directory: a file lock that the system releases with its holder.

Only the embedded server needs it; on a Redis of one's own the desk's lease decides.

Knows the lock files; must not know what a role does.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ticker.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def _lock(data_dir: Path, role: str) -> FileLock:
    return FileLock(data_dir / f"role-{role}.lock", timeout=0, mode=0o600)


@contextmanager
def holding(data_dir: Path, roles: Iterable[str]) -> Iterator[None]:
    """Hold these roles on `data_dir`. Raises ServerError when another process has one of them."""
    with ExitStack() as stack:
        try:
            data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            for role in roles:
                stack.enter_context(_lock(data_dir, role))
        except Timeout as error:
            raise ServerError(
                f"a ticker already runs on {data_dir}; `ticker dash` shows it, "
                "TICKER_DATA_DIR sets another place"
            ) from error
        except OSError as error:
            raise ServerError(
                f"{data_dir}: {error.strerror or error}; set data_dir to another place"
            ) from error
        yield


def is_held(data_dir: Path, role: str) -> bool:
    """Whether some process has this role on `data_dir` now."""
    if not (data_dir / f"role-{role}.lock").exists():
        return False
    try:
        with _lock(data_dir, role):
            return False
    except Timeout:
        return True
    except OSError:
        return False  # whoever starts next says what is wrong with the place
