"""The live socket beside nginx-nchan and nats-server: same messages, same clients, one run.

    python benchmarks/live/run.py [--seconds 20] [--clients 1000] [--only steady burst …] [--runs 3]

steady  10 updates a second          burst  200 updates a second, coalesced
slow    a tenth of the clients never reads    storm  all hang up and come back within 5 s, with cursors
kill    a server is killed while clients listen; they go on at another

CPU is measured for the server's own processes; the clients run in a process of their own. Machines are noisy:
what counts are the ratios within one run, and their range over several. `--first` puts all that is measured
before every other program of the machine (SCHED_RR; needs root), so that the load of others is not measured.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from os import kill
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))

from peers import Peer, Store, missing, start_nats, start_nchan, start_ticker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Result = dict[str, Any]
LISTENERS = Path(__file__).parent / "listeners.c"


class Crowd:
    """The listeners, in a process of their own."""

    def __init__(
        self,
        peer: Peer,
        until: int,
        clients: int,
        *,
        patience: float = 60.0,
        deaf: int = 0,
        storm: float = 0.0,
        then: int = 0,
    ) -> None:
        words = (peer.name, peer.port, clients, until, patience, deaf, storm, then)
        self._process = subprocess.Popen(
            [str(_program()), *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n", "the listeners did not connect"

    def result(self) -> Result:
        """What they heard."""
        assert self._process.stdout
        found: Result = json.loads(self._process.stdout.readline())
        return found

    def end(self) -> None:
        self._process.communicate("")


@cache
def _program() -> Path:
    """The listeners, compiled once for this run."""
    program = Path(tempfile.mkdtemp(prefix="ticker-listeners-")) / "listeners"
    subprocess.run(["cc", "-O2", "-o", str(program), str(LISTENERS)], check=True)
    return program


def paced(
    peer: Peer, start: int, count: int, rate: float, *, also: Callable[[int], None] | None = None
) -> None:
    """Publish at an even rate; what is late is made up for at once."""
    begun = time.monotonic()
    for number in range(start, start + count):
        wait = begun + (number - start) / rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        peer.publish(number)
        if also:
            also(number)


def measured(peer: Peer, count: int, rate: float, clients: int, **more: Any) -> Result:
    """One peer under one load."""
    crowd = Crowd(peer, count, clients, patience=count / rate + 60, **more)
    time.sleep(0.5)
    before, beside, memory = peer.cpu(), peer.cpu_beside(), peer.memory()
    peak = memory

    def look(number: int) -> None:
        nonlocal peak
        if number % 50 == 0:
            peak = max(peak, peer.memory())

    paced(peer, 1, count, rate, also=look)
    result = crowd.result()
    result["cpu"] = peer.cpu() - before
    result["cpu_beside"] = peer.cpu_beside() - beside
    result["grown"] = max(peak, peer.memory()) - memory
    result["us"] = 1e6 * result["cpu"] / max(1, result["delivered"])
    crowd.end()
    return result


def show(name: str, results: dict[str, Result]) -> dict[str, float]:
    """Print one table; the ratios that count, by name."""
    print(f"\n{name}; load {os.getloadavg()[0]:.1f}")
    ratios = {}
    print(
        f"{'':8} {'complete':>9} {'gaps':>5} {'µs/msg':>7} {'p50 ms':>8} {'p99 ms':>8} {'max':>8} {'+MB':>6}"
    )
    for peer, one in results.items():
        print(
            f"{peer:11} {one['complete']:>4}/{one['clients']:<4} {one['gaps']:>5} {one['us']:>7.2f} "
            f"{one['p50']:>8.2f} {one['p99']:>8.2f} {one['max']:>8.1f} {one['grown'] / 1e6:>6.1f}"
        )
    ours = results["ticker"]
    print(
        f"         the store beside ticker: {1e6 * ours['cpu_beside'] / max(1, ours['delivered']):.2f} µs/msg"
    )
    for peer in ("nchan", "nats"):
        if peer in results:
            for word, figure in (("CPU", "us"), ("p99", "p99")):
                ratios[f"{name.partition(':')[0]}, {word} / {peer}"] = ours[figure] / results[peer][figure]
    for ratio, value in ratios.items():
        print(f"         {ratio}: {value:.2f}")
    return ratios


def peers(folder: Path, which: list[str]) -> Iterator[Peer]:
    for name in which:
        own = folder / f"{name}-{time.monotonic_ns()}"
        own.mkdir()
        if name == "ticker":
            store = Store(own)
            (peer,) = start_ticker(own, store)
        else:
            peer = start_nchan(own) if name == "nchan" else start_nats(own)
        try:
            yield peer
        finally:
            peer.stop()
            if name == "ticker":
                store.server.stop()


def compare(
    folder: Path, which: list[str], count: int, rate: float, clients: int, **more: Any
) -> dict[str, Result]:
    return {peer.name: measured(peer, count, rate, clients, **more) for peer in peers(folder, which)}


def slow(folder: Path, which: list[str], seconds: float, clients: int) -> dict[str, Result]:
    """With and without a tenth that never reads; the others' p99 is what it may cost."""
    rate, results = 50.0, {}
    for deaf in (0, clients // 10):
        found = compare(folder, which, round(seconds * rate), rate, clients, deaf=deaf)
        results |= {f"{name}{' deaf' if deaf else ''}": one for name, one in found.items()}
    return results


def storm(folder: Path, seconds: float, clients: int) -> Result:
    """Everybody hangs up in the middle and comes back within 5 s."""
    count = round(20 * seconds)
    for peer in peers(folder, ["ticker"]):
        crowd = Crowd(peer, count, clients, storm=min(5.0, seconds / 4))
        paced(peer, 1, count, 40.0)
        result = crowd.result()
        crowd.end()
    return result


def killed(folder: Path, seconds: float, clients: int) -> Result:
    """One of two servers is killed; whoever listened goes on at the other."""
    own = folder / "kill"
    own.mkdir()
    store = Store(own)
    first, second = start_ticker(own, store, count=2)
    count = round(20 * seconds)
    crowd = Crowd(first, count, clients, then=second.port)

    def strike(number: int) -> None:
        if number == count // 3:
            kill(first.pids[0], signal.SIGKILL)

    paced(first, 1, count, 80.0, also=strike)
    result = crowd.result()
    crowd.end()
    for peer in (first, second):
        peer.stop()
    store.server.stop()
    return result


def once(folder: Path, given: argparse.Namespace, which: list[str]) -> dict[str, float]:
    """Everything that is asked for, one after the other; the ratios that count, by name."""
    seconds, clients = given.seconds, given.clients
    ratios: dict[str, float] = {}
    if "steady" in given.only:
        found = compare(folder, which, round(seconds * 10), 10.0, clients)
        ratios |= show(f"steady: 10 updates/s, {seconds:g} s", found)
    if "burst" in given.only:
        found = compare(folder, which, round(seconds / 2 * 200), 200.0, clients)
        ratios |= show(f"burst: 200 updates/s, {seconds / 2:g} s", found)
    if "slow" in given.only:
        found = slow(folder, ["ticker"], seconds, clients)
        show(f"slow: 50 updates/s, {seconds:g} s, with and without a tenth that never reads", found)
        plain, deaf = found["ticker"], found["ticker deaf"]
        ratios["slow, others' p99 with / without deaf ones"] = deaf["p99"] / plain["p99"]
        ratios["slow, memory more with deaf ones, MB"] = (deaf["grown"] - plain["grown"]) / 1e6
        print(f"         {deaf['deaf_slow']} of {clients // 10} closed with the slow code within 10 s")
    for kind, run, count in (("storm", storm, clients), ("kill", killed, clients // 2)):
        if kind in given.only:
            one = run(folder, seconds, count)
            print(
                f"\n{kind}: {one['complete']} of {one['clients']} complete, gaps {one['gaps']}, "
                f"recovered {one['recovered']}, snapshots {one['snapshots']}"
            )
    return ratios


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=20.0)
    asked.add_argument("--clients", type=int, default=1_000)
    asked.add_argument("--only", nargs="*", default=["steady", "burst", "slow", "storm", "kill"])
    asked.add_argument("--runs", type=int, default=1, help="how often; the medians and ranges follow")
    asked.add_argument("--without-peers", action="store_true", help="ticker alone")
    asked.add_argument("--first", action="store_true", help="before every other program (needs root)")
    given = asked.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if given.first:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))  # inherited by all that is started here
    which = ["ticker"]
    if not given.without_peers:
        if absent := missing():
            sys.exit(f"the peers are not here: {absent}; or --without-peers")
        which = ["nchan", "nats", "ticker"]
    seen: dict[str, list[float]] = {}
    for _ in range(given.runs):
        with tempfile.TemporaryDirectory(prefix="ticker-live-") as name:
            for ratio, value in once(Path(name), given, which).items():
                seen.setdefault(ratio, []).append(value)
    if given.runs > 1:
        print(f"\nover {given.runs} runs: median (range)")
        for ratio, values in seen.items():
            print(f"         {ratio}: {median(values):.2f} ({min(values):.2f} to {max(values):.2f})")


if __name__ == "__main__":
    main()
