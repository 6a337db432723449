"""Read JSON lines from a file that a user named, with errors that name the line.

Knows the format; must not know what the objects mean.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ticker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON-lines file with their line numbers; blank lines are skipped.

    Raises UsageError naming file and line where a line is no JSON object or the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    value = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise UsageError(f"{path}:{number}: not JSON ({error}); one object a line") from error
                if not isinstance(value, dict):
                    raise UsageError(f"{path}:{number}: {type(value).__name__}, not an object")
                yield number, value
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
