"""What an address is: public, or one of the reasons why a poll has no business there.

A v4 address inside a v6 one (mapped, translated, 6to4, NAT64) is judged as that v4 address.

Knows the address registries; must not know which addresses are allowed, nor who asks.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PUBLIC: Final = "public"

_V4_KINDS: Final = tuple(
    (ipaddress.IPv4Network(network), kind)
    for network, kind in (
        # RFC 6890 and its successors; the first that holds the address names it
        ("0.0.0.0/8", "unspecified"),
        ("127.0.0.0/8", "loopback"),
        ("10.0.0.0/8", "private"),
        ("172.16.0.0/12", "private"),
        ("192.168.0.0/16", "private"),
        ("100.100.100.200/32", "metadata"),  # Alibaba Cloud, inside the carrier range
        ("100.64.0.0/10", "private"),  # carrier-grade NAT
        ("169.254.169.254/32", "metadata"),
        ("169.254.0.0/16", "link-local"),
        ("168.63.129.16/32", "metadata"),  # Azure, in the midst of public addresses
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "reserved"),
        ("192.88.99.0/24", "reserved"),
        ("198.18.0.0/15", "reserved"),
        ("198.51.100.0/24", "reserved"),
        ("203.0.113.0/24", "reserved"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_V6_KINDS: Final = tuple(
    (ipaddress.IPv6Network(network), kind)
    for network, kind in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("fd00:ec2::254/128", "metadata"),  # AWS over IPv6
        ("fc00::/7", "private"),
        ("fec0::/10", "private"),
        ("fe80::/10", "link-local"),
        ("ff00::/8", "multicast"),
        ("2001::/23", "reserved"),  # Teredo, ORCHID and other special registries
        ("2001:db8::/32", "reserved"),
        ("3fff::/20", "reserved"),
        ("2000::/3", PUBLIC),  # the only range that is routed in public
        ("::/0", "reserved"),
    )
)
# networks that carry a v4 address, and how far from the right it stands
_CARRIERS: Final = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),  # v4-mapped
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),  # v4-translated (SIIT)
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),  # NAT64
    (ipaddress.IPv6Network("2002::/16"), 80),  # 6to4
)
# WHATWG URL, "ends in a number": resolvers read such a host as a v4 address in an odd spelling
_ODD: Final = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
_NAME: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*\.?", re.IGNORECASE)


@lru_cache(maxsize=1024)
def kind_of(address: Address) -> str:
    """What an address is: `public`, or the reason why it is none.

    Reasons: loopback, private, link-local, metadata, multicast, reserved, unspecified.
    """
    if isinstance(address, ipaddress.IPv6Address):
        for carrier, shift in _CARRIERS:
            if address in carrier:
                return kind_of(ipaddress.IPv4Address((int(address) >> shift) & 0xFFFF_FFFF))
        return next(kind for network, kind in _V6_KINDS if address in network)
    return next((kind for network, kind in _V4_KINDS if address in network), PUBLIC)


@lru_cache(maxsize=1024)
def literal(host: str) -> Address | None:
    """The address that `host` spells in the one plain way, else None (a name, or an odd spelling)."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_odd_spelling(host: str) -> bool:
    """Whether resolvers would read `host`, no plain address, as a v4 address (`0x7f.1`, `2130706433`)."""
    return literal(host) is None and _ODD.search(host) is not None


def is_host_name(host: str) -> bool:
    """Whether `host` can be a name in the DNS (ASCII; internationalised names in their `xn--` form)."""
    return len(host) <= 253 and _NAME.fullmatch(host) is not None
