"""How long a feed is left alone after a poll that did not go well, or that asked for patience.

Pure: a delay follows from what is passed in, jitter too (from the feed's key), so that many feeds of
one broken host do not come back together. How a *good* poll moves the interval stands in `rhythm`.

Knows the rules; must not know the clock, the schedule or the network.
"""

from __future__ import annotations

import hashlib
import math
import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

RETRY_AFTER_CAP: Final = 24 * 3600.0
BACK_OFF_CAP: Final = 6 * 3600.0
GONE_DELAY: Final = 24 * 3600.0

_REFUSALS: Final = frozenset({401, 403, 429, 451})  # the host means us, or this URL: ask much less
_REFUSED_FACTOR: Final = 12.0
_REFUSED_CAP: Final = 15 * 60.0
_JITTER: Final = 0.1
LONGEST_DELAY: Final = max(RETRY_AFTER_CAP, BACK_OFF_CAP, GONE_DELAY) * (1 + _JITTER)

_SECONDS: Final = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,9})?", re.ASCII)


def retry_after(value: str, now: float) -> float | None:
    """Seconds to wait as a Retry-After header says, in 0 … RETRY_AFTER_CAP; None = it says nothing usable.

    Takes seconds or an HTTP date (RFC 9110, 10.2.3); `now` is the instant of the answer, POSIX seconds.
    A date in the past, a negative number and junk say nothing.
    """
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return min(float(value), RETRY_AFTER_CAP)
    instant = http_date(value)
    if instant is None or instant <= now:
        return None
    return min(instant - now, RETRY_AFTER_CAP)


def http_date(value: str) -> float | None:
    """The instant of an HTTP date, POSIX seconds; None = it is no date."""
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None


def back_off(
    key: str,
    failures: int,
    interval: float,
    wanted: float | None = None,
    status: int = 0,
) -> float:
    """Seconds until the next poll of feed `key` after `failures` (1, 2 …) failed polls in a row.

    Doubles the feed's `interval` (seconds) with each failure after the first, up to BACK_OFF_CAP or
    the interval if that is longer; a refusal (401, 403, 429, 451) starts at 12 intervals, but at most
    15 minutes; 410 is asked once a day. Never earlier than the server `wanted` (Retry-After), nor than
    the interval. Up to a tenth is added as jitter, the same for the same key and count.
    """
    if status == 410:
        delay = max(GONE_DELAY, interval)
    else:
        first = (
            max(interval, min(interval * _REFUSED_FACTOR, _REFUSED_CAP)) if status in _REFUSALS else interval
        )
        doubled = math.ldexp(first, min(max(failures, 1) - 1, 32))
        delay = min(doubled, max(BACK_OFF_CAP, interval))
    if wanted is not None:
        delay = max(delay, min(wanted, RETRY_AFTER_CAP))
    return delay * (1 + _JITTER * share(f"{key} {failures}"))


def share(key: str) -> float:
    """A number in 0 … 1 (exclusive) that depends on `key` alone, evenly spread over keys."""
    return int.from_bytes(hashlib.blake2b(key.encode(errors="replace"), digest_size=6).digest()) / 2**48
