"""An invented news night in Arabic and English, for pictures, measurements and tests of the dashboard.

`told` has the words, `hands` what editors did, `views` the stories that came of it, `desk` what else a desk
says; `source` and `shelf` play that desk in memory, `keyboard` an editor's keys, `eyes` see the screen. All
outlets and events are invented.
"""

from night.desk import feeds
from night.eyes import strips
from night.hands import AUDIT
from night.keyboard import press, settled
from night.shelf import Shelf
from night.source import MemorySource
from night.told import NOW
from night.views import HALF_LIFE, bare, ranked, stories

__all__ = [
    "AUDIT",
    "HALF_LIFE",
    "NOW",
    "MemorySource",
    "Shelf",
    "bare",
    "feeds",
    "press",
    "ranked",
    "settled",
    "stories",
    "strips",
]
