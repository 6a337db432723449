"""What the feeds tell in the night of an editor, and what the editor does, step by step.

Each step is written down for three ways of doing it; must not know how any of them is gone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLES = {
    "bridge": "Harbour bridge in Port Selwyn closes after cracks found in two pillars",
    "bank": "Central bank of Norland holds rates at 4.25 percent",
    "ferry": "Ferry strike in Kalmar enters third day as talks collapse",
    "fire": "Wildfire near Monte Verano forces 1,200 people from homes",
    "comet": "Astronomers in Chile photograph rare double comet",
    "teachers": "Teachers in Westmark vote to end six-week walkout",
    "floods": "Floods cut rail line between Dunmore and Ashby",
    "pension": "Parliament of Norland rejects pension bill by nine votes",
    "port": "إضراب عمال ميناء الرملة يدخل يومه الرابع",
    "metro": "وزير النقل يفتتح خط المترو الثالث في العاصمة الجديدة",
}
WORDS = {
    "pillars",
    "rates",
    "Kalmar",
    "Wildfire",
    "comet",
    "Westmark",
    "Floods",
    "pension",
    "الرملة",
    "المترو",
}
"""One word of each title, which no other has: what the keyboard filters by."""
TWICE = ("bridge", "port")  # what a second publisher reports in the same words
TEXT = {"seen": "ميناء الرملة: الإضراب في يومه الرابع", "ferry": "Kalmar ferries: no end in sight"}
KEYS, SHELL, WEB = "keys", "shell", "web"


@dataclass(frozen=True)
class Step:
    """One thing that the editor does: as keys after the story is selected, as words, as a body.

    `on` is the story, `mark` others that are marked first; `words` stand behind the verb and the stories (for
    `split` and `move` they are the whole of it), `{name}` there is a story's id, `{#name}` its second copy.
    """

    verb: str
    on: str
    keys: Sequence[str]
    words: Sequence[str] = ()
    body: dict[str, Any] = field(default_factory=dict)
    mark: Sequence[str] = ()
    tab: str = "1"
    copies: bool = False  # whether the keys act in the open story


NIGHT = (
    Step("pin", "ferry", ("p",)),
    Step("pin", "bank", ("p",)),
    Step("pin", "bank", ("[",), ("--place", "1"), {"value": 1}),
    Step("pin", "fire", ("p",)),
    Step("unpin", "fire", ("P",)),
    Step("breaking", "fire", ("b",)),
    Step("breaking", "ferry", ("f", "C-u", "=2h", "Enter"), ("--for", "2h"), {"until": "2h"}),
    Step("urgency", "ferry", ("i", "=2", "Enter"), ("2",), {"value": 2}),
    Step("spike", "teachers", ("x", "=old", "Enter"), ("--reason", "old"), {"text": "old"}),
    Step("spike", "comet", ("x", "Enter")),
    Step("restore", "comet", ("r",), tab="3"),
    Step(
        "retitle",
        "ferry",
        ("t", "C-u", f"={TEXT['ferry']}", "Enter"),
        (TEXT["ferry"],),
        {"text": TEXT["ferry"]},
    ),
    Step(
        "retitle", "port", ("t", "C-u", f"={TEXT['seen']}", "Enter"), (TEXT["seen"],), {"text": TEXT["seen"]}
    ),
    Step("merge", "bridge", ("m",), mark=("floods",)),
    Step("split", "port", ("j", "s"), ("{#port}",), {"entries": ["{#port}"]}, copies=True),
    Step("move", "pension", ("v",), (), {"entries": ["{#pension}"]}, mark=("bank",), copies=True),
    Step("boost", "fire", ("+",), ("--by", "1"), {"value": 1}),
    Step("boost", "comet", ("-",), ("--by", "-1"), {"value": -1}),
    Step(
        "mute",
        "bridge",
        ("M", "C-u", "=Harbour Post", "Enter"),
        ("--source", "Harbour Post"),
        {"source": "Harbour Post"},
    ),
    Step(
        "mute",
        "bridge",
        ("M", "C-u", '="rail line"', "Enter"),
        ("--phrase", "rail line"),
        {"text": "rail line"},
    ),
    Step(
        "unmute",
        "bridge",
        ("N", "C-u", "=Harbour Post", "Enter"),
        ("--source", "Harbour Post"),
        {"source": "Harbour Post"},
    ),
    Step("embargo", "metro", ("e", "=6h", "Enter"), ("--until", "6h"), {"until": "6h"}),
    Step(
        "note", "ferry", ("n", "=asked the union", "Enter"), ("asked the union",), {"text": "asked the union"}
    ),
    Step("undo", "", ("u",)),
    Step("redo", "", ("U",)),
    Step("undo", "", ("u",), ("6",), {"action": "6"}, tab="6"),
)
