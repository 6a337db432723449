"""What is drawn: the views of the dashboard, and the keys that lead to each.

Knows keys; must not know how they are pressed.
"""

from __future__ import annotations

from dataclasses import dataclass

SIZES = ((80, 24), (120, 40), (200, 50))
"""The smallest terminal that the dashboard promises to work on, a usual one, and a wide one."""

LANGUAGES = ("mixed", "ar", "en")
THEMES = ("dark", "light")


@dataclass(frozen=True, slots=True)
class Scene:
    """One view: the keys that lead there (`then` once it is whole), its size and theme in the handbook.

    `pasted` goes into the line that the keys opened, `said` is said in passing. A `modal` scene keeps the
    colours that were on when it was opened.
    """

    name: str
    keys: tuple[str, ...]
    size: tuple[int, int] = (100, 26)
    theme: str = "dark"
    tour: bool = False
    then: tuple[str, ...] = ()
    pasted: str = ""
    said: tuple[str, ...] = ()
    modal: bool = False


SCENES = (
    Scene("dashboard", ("j", "j"), (120, 40)),
    Scene("breaking", ("2",), (100, 12)),
    Scene("curated", ("3",), (100, 16)),
    Scene("feeds", ("4",), (100, 20), "paper"),
    Scene("offer", ("4", "a"), (100, 22), "light", then=("enter",), pasted="https://kestrel.example"),
    Scene("alerts", ("5", "j"), (100, 16)),
    Scene("audit", ("6",), (100, 18), then=("j",)),
    Scene("log", ("7",), (100, 12)),
    Scene("copies", ("j", "j", "enter", "enter", "j", "j", "j", "space"), (100, 40), "light"),
    Scene("compare", ("j", "j", "space", "equals_sign"), (120, 30)),
    Scene("filter", ("slash",), (120, 14), pasted="lang:ar publishers>=2 copies>x"),
    Scene("typing", ("slash",), (100, 14), "light", pasted='"مرسى النور'),
    Scene("marks", ("j", "space", "space", "space"), (100, 14), "night"),
    Scene("help", ("question_mark",), (100, 44), "contrast"),
    Scene("palette", ("colon",), (100, 26), modal=True),
    Scene(
        "said",
        ("j",),
        (100, 26),
        said=(
            "story s4 “Two ferries collide in fog off Sallow Point”: breaking until none → 20:20 UTC",
            "breaking: زلزال بقوة 5.8 درجات يضرب ساحل مرسى النور وإجلاء سكان الأحياء القديمة",
            "feed: خبر الساحل answers again",
        ),
    ),
    Scene("tour", (), (80, 24), tour=True),
)
BY_NAME = {scene.name: scene for scene in SCENES}
