"""How often one may ask: so many requests a second on average, ten times as many at once.

The generic cell rate algorithm (ITU-T I.371): one number a client, the instant by which what it has asked
would be due at an even rate.

Whoever asks is counted by address, and who shows a token by that as well: so neither many tokens behind one
address nor one token at many addresses take more than one share.

Knows who asks by a name; must not know what is asked.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from typing import Final

from ticker.serve.problems import Problem

BURST: Final = 10
"""Seconds' worth of requests that may come at once."""

_ROUNDING: Final = 1e-6  # seconds
_REMEMBERED: Final = 10_000  # clients; the one that has been quiet for longest is forgotten


class Rate:
    """Counts the requests of every client, whatever it is known by."""

    def __init__(self, per_second: float) -> None:
        self._each = 1 / per_second
        self._due: OrderedDict[str, float] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """Count a request at `now`; the seconds after which it would have been fine, 0 = it is."""
        due = max(now, self._due.pop(client, now))
        ahead = due + self._each - now - BURST
        refused = ahead > _ROUNDING
        self._due[client] = due if refused else due + self._each
        if len(self._due) > _REMEMBERED:
            self._due.popitem(last=False)
        return ahead if refused else 0.0

    def check(self, client: str, now: float) -> None:
        """Count a request at `now`.

        Raises:
            Problem: it is one too many.
        """
        if wait := self.wait(client, now):
            raise Problem("too-many-requests", f"ask again in {wait:.2f} s", wait=round(wait, 2))


def client_of(address: str) -> str:
    """Who is meant by an address: of IPv6 the network that one customer has (/64)."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        return str(ipaddress.IPv6Network((known, 64), strict=False))
    return address
