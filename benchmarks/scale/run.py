"""The design at internet size: `python benchmarks/scale/run.py [--measure] [--feeds N] [--desks N] …`.

Prints what a unit of each kind of work costs, the machines that the load needs, and what gives way first,
each with its formula. Costs come from `costs.json` beside this file, or are measured now with real parts
(`--measure`, some minutes; `--save` keeps them). `--markdown` prints the tables of docs/operations.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, fields
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from model import GB, Costs, Load, cells, limits, needs

COSTS = Path(__file__).with_name("costs.json")

UNITS = {
    "poll_same_us": "a poll that is answered by 304: poller",
    "redis_poll_same_us": "… Redis",
    "poll_document_us": "a poll that brings a document of 30 items, without its entries: poller",
    "redis_poll_document_us": "… Redis",
    "intake_new_us": "intake of a new entry: poller",
    "redis_intake_new_us": "… Redis",
    "intake_known_us": "intake of a known entry: poller",
    "redis_intake_known_us": "… Redis",
    "commit_us": "reading, packing and committing an entry (batches of 50): writer",
    "redis_commit_us": "… Redis",
    "turn_us": "a turn of the schedule: leader",
    "turn_leader_us": "… given through the store and heard of: leader",
    "turn_poller_us": "… taken and ended: poller",
    "redis_turn_us": "… Redis",
    "turn_bytes": "a feed in the schedule: leader",
    "config_us": "a feed in config.yaml, when it is read: every process",
    "config_bytes": "… kept: every process",
    "file_bytes": "… in the file",
    "redis_copy_bytes": "a live copy with its share of a story: Redis",
    "redis_seen_bytes": "a seen entry (identity, alias, title): Redis",
    "redis_feed_bytes": "a feed's state: Redis",
    "redis_update_bytes": "an update that is kept: Redis",
    "redis_record_bytes": "a log record that is kept: Redis",
    "aof_entry_bytes": "an entry from intake to commit: append-only file",
    "client_us": "an update to a client: server",
}


def amount(name: str, value: float) -> str:
    """A cost with its unit."""
    return f"{value:,.0f} B" if name.endswith("_bytes") else f"{value:,.1f} µs"


def unit_rows(cost: Costs) -> list[tuple[str, str]]:
    """What a unit costs, in words."""
    rows = [(UNITS[name], amount(name, getattr(cost, name))) for name in UNITS]
    rows += [
        (f"fold of an entry at {live:,.0f} live copies: writer", f"{us:,.0f} µs, {size:,.0f} B a live copy")
        for live, us, size in sorted(cost.fold)
    ]
    return rows


def markdown(load: Load, cost: Costs) -> str:
    """The tables of docs/operations.md."""
    lines = [
        "| one unit of | costs |",
        "|---|---|",
        *(f"| {what} | {much} |" for what, much in unit_rows(cost)),
    ]
    lines += ["", "| part | cores | memory | machines | formula |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.part} | {one.cores:,.1f} | {one.memory / GB:,.1f} GB | {one.machines} | {one.formula} |"
        for one in needs(load, cost)
    ]
    many = cells(load, cost)
    parted = {one.what: one for one in limits(load, cost, many)}
    lines += [
        "",
        f"| cannot be spread | used by one cell | gives way at | used by each of {many} cells | formula |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.what} | {one.used:.1%} | {1 / one.used:,.2f} × this load | {parted[one.what].used:.1%} "
        f"| {one.formula} |"
        for one in limits(load, cost)
    ]
    return "\n".join(lines)


def report(load: Load, cost: Costs) -> str:
    """The same for a terminal."""
    lines = [f"  {much:>28}  {what}" for what, much in unit_rows(cost)]
    lines.append(
        f"\n{load.feeds:,.0f} feeds every {load.interval:,.0f} s, {load.entries_a_day:,.0f} entries a day, "
        f"{load.desks:,.0f} desks, {load.clients:,.0f} clients: machines of {load.cores:.0f} cores, "
        f"{load.memory / GB:.0f} GB"
    )
    lines += [
        f"  {one.part:6}{one.cores:8,.1f} cores{one.memory / GB:9,.1f} GB{one.machines:5} machines  "
        f"{one.formula}"
        for one in needs(load, cost)
    ]
    many = cells(load, cost)
    for count in dict.fromkeys((1, many)):
        found = limits(load, cost, count)
        lines.append(f"\nwhat cannot be spread, in {count} cells (a configuration and a Redis each)")
        lines += [f"  {one.used:8.1%}  {one.what}   {one.formula}" for one in found]
        lines.append(f"  first bottleneck: {found[0].what}, at {1 / found[0].used:,.2f} times this load")
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--measure", action="store_true", help="measure the costs now")
    asked.add_argument("--size", type=float, default=1.0, help="of the measuring: 1 = as documented")
    asked.add_argument("--costs", type=Path, default=COSTS)
    asked.add_argument("--save", action="store_true", help="write what was measured to --costs")
    asked.add_argument("--markdown", action="store_true")
    for one in fields(Load):
        asked.add_argument(f"--{one.name.replace('_', '-')}", type=float, default=one.default)
    given = vars(asked.parse_args())
    load = Load(**{one.name: given[one.name] for one in fields(Load)})
    if given["measure"]:
        from measure import measured  # noqa: PLC0415 - the arithmetic alone needs none of it

        cost = measured(given["size"])
        if given["save"]:
            given["costs"].write_text(json.dumps(asdict(cost), indent=1) + "\n", encoding="utf-8")
    else:
        cost = Costs(**json.loads(given["costs"].read_text(encoding="utf-8")))
    print(markdown(load, cost) if given["markdown"] else report(load, cost))


if __name__ == "__main__":
    main()
