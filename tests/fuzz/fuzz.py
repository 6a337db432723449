"""Fuzz for a while: `python -m tests.fuzz.fuzz [--seconds 600] [--seed N] [--target parse|unglue|text]`.

By mutation; with `--guided` by coverage as well (`pip install atheris`). An input that fails is written to
`fuzz-found/` and named; the exit code is 1 then.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import random
import sys
import time
from pathlib import Path

from tests.fuzz.mutate import mutate, seeds
from tests.fuzz.targets import MOST, TARGETS, run

FOUND = Path("fuzz-found")
_HANGS = 60.0  # seconds after which the process says where it is, and ends


def fuzz(target: str, seconds: float, seed: int) -> tuple[int, float, list[str]]:
    """Inputs tried, the slowest in seconds, and what failed."""
    dice = random.Random(seed)
    pool = seeds(target)
    keep = len(pool) * 3
    end = time.monotonic() + seconds
    tried, slowest, failures = 0, 0.0, []
    while time.monotonic() < end:
        data = mutate(dice.choice(pool), pool, dice, MOST)
        tried += 1
        faulthandler.dump_traceback_later(_HANGS, exit=True)
        try:
            slowest = max(slowest, run(target, data))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
            failures.append(_keep(target, data, error))
        if len(pool) < keep and dice.random() < 0.05:
            pool.append(data)
    faulthandler.cancel_dump_traceback_later()
    return tried, slowest, failures


def _keep(target: str, data: bytes, error: Exception) -> str:
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{target}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return f"{path}: {type(error).__name__}: {ascii(str(error))[:200]}"


def guided(target: str, seconds: float, seed: int) -> None:
    """The same by coverage; atheris ends the process itself."""
    import atheris  # noqa: PLC0415 - optional, and it changes the interpreter

    atheris.instrument_all()
    corpus = FOUND / f"corpus-{target}"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(target)):
        (corpus / f"seed-{number}").write_bytes(data[:MOST])
    options = [
        f"-max_total_time={seconds:.0f}",
        f"-seed={seed}",
        f"-max_len={MOST}",
        f"-artifact_prefix={FOUND}/",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: run(target, data) and None)
    atheris.Fuzz()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("--seconds", type=float, default=600.0, help="for all targets together")
    arguments.add_argument("--seed", type=int, default=int(time.time()))
    arguments.add_argument("--target", choices=TARGETS)
    arguments.add_argument("--guided", action="store_true", help="by coverage, one target; needs atheris")
    given = arguments.parse_args()
    print(f"seed {given.seed}")
    if given.guided:
        guided(given.target or "parse", given.seconds, given.seed)
        return
    targets = [given.target] if given.target else list(TARGETS)
    failed = False
    for target in targets:
        tried, slowest, failures = fuzz(target, given.seconds / len(targets), given.seed)
        print(f"{target}: {tried} inputs, slowest {slowest:.2f} s, {len(failures)} failures")
        for failure in failures[:20]:
            print(f"  {failure}")
        failed = failed or bool(failures)
    sys.exit(failed)


if __name__ == "__main__":
    main()
