"""The configuration with which ticker reads the demo's outlets, in the shape of config.yaml.

Knows the outlets and the options' names; must not know the server or the options' rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ticker.demo.day import load_outlets

if TYPE_CHECKING:
    from pathlib import Path

    from ticker.demo.day import Outlet

_HALF_LIFE = 2 * 3600.0
_SHORTEST_HALF_LIFE = 60.0


def demo_config(base_url: str, data_dir: Path, speed: float) -> dict[str, Any]:
    """Return a config.yaml as a dictionary: the outlets served at `base_url`, polled every second.

    The half-life shrinks with `speed` (times real speed), so that the ranking moves as it would on the day.
    """
    outlets = load_outlets()
    return {
        "data_dir": str(data_dir),
        "desks": {
            "main": {"window": "72h", "half_life": _seconds(max(_HALF_LIFE / speed, _SHORTEST_HALF_LIFE))}
        },
        "publishers": {
            outlet.name: {"weight": outlet.weight, "family": outlet.family}
            for outlet in outlets
            if outlet.family or outlet.weight != 1.0
        },
        "feeds": [_feed(outlet, base_url) for outlet in outlets],
        "fetch": {
            "allow_hosts": ["127.0.0.1"],
            "concurrency": len(outlets),
            "per_host": len(outlets),
        },
        "serve": {"port": 0},  # several demos may run beside each other, and beside a newsroom
    }


def _feed(outlet: Outlet, base_url: str) -> dict[str, Any]:
    feed = {
        "url": f"{base_url}{outlet.path}",
        "publisher": outlet.name,
        "lang": outlet.lang,
        "interval": "1s",
    }
    if outlet.format == "page":
        return feed | {"kind": "page", "selector": ".ticker li a"}
    if outlet.format == "line":
        return feed | {"kind": "ticker"}
    return feed


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f}s"
