"""An invented news night in Arabic and English, and a source that holds it in memory.

For pictures, measurements and tests of the dashboard; all outlets and events are invented.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ticker.client.feedbook import Added, Offer
from ticker.core.model import FeedState
from ticker.core.view import iso
from ticker.dashboard.ranking import order
from ticker.dashboard.source import Resync, Status
from ticker.errors import ActionError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from ticker.core.acts import Outcome
    from ticker.core.audit import AuditView
    from ticker.core.model import Action
    from ticker.core.view import AlertView, EditsView, EntryView, NoteView, StoryView, TopView, UpdateView

NOW = 1_795_464_000.0  # 2026-11-23 20:00 UTC
EPOCH = "night"
HALF_LIFE = 7200.0

# id, minutes ago (first, last), headline, lang, breaking, pinned, copies as (minutes ago, publisher,
# relation, score, title, reasons)
_Copy = tuple[float, str, str, float, str, tuple[str, ...]]
_Event = tuple[str, str, bool, bool, tuple[_Copy, ...]]

EVENTS: tuple[_Event, ...] = (
    (
        "زلزال بقوة 5.8 درجات يضرب ساحل مرسى النور وإجلاء سكان الأحياء القديمة",
        "ar",
        True,
        False,
        (
            (
                41,
                "خبر الساحل",
                "repeat",
                1.0,
                "زلزال بقوة 5.8 درجات يضرب ساحل مرسى النور وإجلاء سكان الأحياء القديمة",
                (),
            ),
            (
                38,
                "نداء الضفتين",
                "repeat",
                0.98,
                "عاجل | زلزال بقوة 5.8 درجات يضرب ساحل مرسى النور وإجلاء سكان الأحياء القديمة",
                ("same words after the label",),
            ),
            (
                33,
                "Meridian Desk",
                "rewording",
                0.86,
                "هزة أرضية قوتها 5.8 درجات قبالة مرسى النور وإخلاء الأحياء القديمة",
                ("numbers agree: 5.8", "names agree: مرسى النور"),
            ),
            (
                21,
                "البوابة الشرقية",
                "update",
                0.81,
                "ارتفاع عدد مصابي زلزال مرسى النور إلى 34",
                ("a toll is new: 34", "names agree: مرسى النور"),
            ),
            (
                12,
                "خبر الساحل",
                "update",
                0.83,
                "34 مصابا في زلزال مرسى النور والدفاع المدني يواصل البحث",
                ("numbers agree: 34", "same publisher: counts as a copy only"),
            ),
            (
                4,
                "Harbour Post",
                "update",
                0.79,
                "زلزال مرسى النور: 34 مصابا والبحث مستمر",
                ("numbers agree: 34",),
            ),
        ),
    ),
    (
        "Parliament passes budget after a 19-hour session, 203 to 188",
        "en",
        False,
        True,
        (
            (
                95,
                "Northgate Wire",
                "repeat",
                1.0,
                "Parliament passes budget after a 19-hour session, 203 to 188",
                (),
            ),
            (
                90,
                "The Lantern",
                "rewording",
                0.9,
                "Budget passed 203–188 after all-night sitting of parliament",
                ("numbers agree: 203, 188",),
            ),
            (
                84,
                "Harbour Post",
                "repeat",
                1.0,
                "Parliament passes budget after a 19-hour session, 203 to 188",
                ("same words",),
            ),
        ),
    ),
    (
        "اتفاق على تمديد هدنة وادي الرمان 72 ساعة وفتح معبرين للمساعدات",
        "ar",
        False,
        False,
        (
            (
                26,
                "نداء الضفتين",
                "repeat",
                1.0,
                "اتفاق على تمديد هدنة وادي الرمان 72 ساعة وفتح معبرين للمساعدات",
                (),
            ),
            (
                19,
                "خبر الساحل",
                "rewording",
                0.88,
                "تمديد الهدنة في وادي الرمان ثلاثة أيام ومعبران للمساعدات",
                ("names agree: وادي الرمان",),
            ),
            (
                9,
                "Meridian Desk",
                "rewording",
                0.84,
                "Wadi Rumman truce extended by 72 hours, two crossings to open",
                ("numbers agree: 72",),
            ),
        ),
    ),
    (
        "Two ferries collide in fog off Sallow Point; 61 passengers brought ashore",
        "en",
        False,
        False,
        (
            (
                17,
                "Harbour Post",
                "repeat",
                1.0,
                "Two ferries collide in fog off Sallow Point; 61 passengers brought ashore",
                (),
            ),
            (
                8,
                "Northgate Wire",
                "rewording",
                0.87,
                "Ferry collision off Sallow Point: all 61 passengers safe",
                ("numbers agree: 61",),
            ),
        ),
    ),
    (
        "البنك المركزي يبقي سعر الفائدة عند 4.75% ويتوقع تباطؤ التضخم",
        "ar",
        False,
        False,
        (
            (
                52,
                "البوابة الشرقية",
                "repeat",
                1.0,
                "البنك المركزي يبقي سعر الفائدة عند 4.75% ويتوقع تباطؤ التضخم",
                (),
            ),
            (
                47,
                "نداء الضفتين",
                "repeat",
                0.97,
                "البنك المركزي يُبقي سعر الفائدة عند 4.75% ويتوقع تباطؤ التضخّم",
                ("same words, marks aside",),
            ),
        ),
    ),
    (
        "Minister resigns: “I said [sic] what I saw” — inquiry to report in March",
        "en",
        False,
        False,
        (
            (
                29,
                "The Lantern",
                "repeat",
                1.0,
                "Minister resigns: “I said [sic] what I saw” — inquiry to report in March",
                (),
            ),
        ),
    ),
    (
        "شركة Orbis Sky تطلق 24 قمرا صناعيا من قاعدة الصحراء الغربية",
        "ar",
        False,
        False,
        (
            (
                66,
                "البوابة الشرقية",
                "repeat",
                1.0,
                "شركة Orbis Sky تطلق 24 قمرا صناعيا من قاعدة الصحراء الغربية",
                (),
            ),
            (
                58,
                "Meridian Desk",
                "rewording",
                0.82,
                "Orbis Sky puts 24 satellites into orbit",
                ("numbers agree: 24", "names agree: Orbis Sky"),
            ),
        ),
    ),
    (
        "Strike halts trams in Port Alder for a third day",
        "en",
        False,
        False,
        ((71, "Northgate Wire", "repeat", 1.0, "Strike halts trams in Port Alder for a third day", ()),),
    ),
    (
        "المنتخب يتأهل إلى نصف النهائي بعد فوزه 3-1 على جزر اللؤلؤ",
        "ar",
        False,
        False,
        (
            (
                102,
                "نداء الضفتين",
                "repeat",
                1.0,
                "المنتخب يتأهل إلى نصف النهائي بعد فوزه 3-1 على جزر اللؤلؤ",
                (),
            ),
            (
                97,
                "خبر الساحل",
                "rewording",
                0.85,
                "3-1 على جزر اللؤلؤ تحمل المنتخب إلى نصف النهائي",
                ("numbers agree: 3-1",),
            ),
        ),
    ),
    (
        "New species of blind cave fish found under the Karst of Ilmen",
        "en",
        False,
        False,
        (
            (
                140,
                "The Lantern",
                "repeat",
                1.0,
                "New species of blind cave fish found under the Karst of Ilmen",
                (),
            ),
        ),
    ),
    (
        "الأرصاد: رياح تتجاوز 90 كم/س على المرتفعات وتحذير من السيول ليلا",
        "ar",
        False,
        False,
        (
            (
                118,
                "البوابة الشرقية",
                "repeat",
                1.0,
                "الأرصاد: رياح تتجاوز 90 كم/س على المرتفعات وتحذير من السيول ليلا",
                (),
            ),
        ),
    ),
    (
        "Court orders release of harbour strike organisers on bail",
        "en",
        False,
        False,
        (
            (
                160,
                "Harbour Post",
                "repeat",
                1.0,
                "Court orders release of harbour strike organisers on bail",
                (),
            ),
        ),
    ),
    (
        "افتتاح معرض الكتاب في مدينة الزيتون بمشاركة 310 دور نشر من 28 بلدا",
        "ar",
        False,
        False,
        (
            (
                185,
                "نداء الضفتين",
                "repeat",
                1.0,
                "افتتاح معرض الكتاب في مدينة الزيتون بمشاركة 310 دور نشر من 28 بلدا",
                (),
            ),
        ),
    ),
    (
        "Grain price falls 6% as the Strait of Corran reopens to shipping",
        "en",
        False,
        False,
        (
            (
                204,
                "Northgate Wire",
                "repeat",
                1.0,
                "Grain price falls 6% as the Strait of Corran reopens to shipping",
                (),
            ),
        ),
    ),
    (
        "انقطاع الكهرباء عن ثلاث مدن بعد عطل في محطة تل العود",
        "ar",
        False,
        False,
        ((231, "خبر الساحل", "repeat", 1.0, "انقطاع الكهرباء عن ثلاث مدن بعد عطل في محطة تل العود", ()),),
    ),
    (
        "Orchestra plays last concert in the old customs hall",
        "en",
        False,
        False,
        ((260, "The Lantern", "repeat", 1.0, "Orchestra plays last concert in the old customs hall", ()),),
    ),
)

# What is left of the day: one copy each (minutes ago, publisher, language, headline).
REST: tuple[tuple[float, str, str, str], ...] = (
    (211, "Northgate Wire", "en", "Glacier lake above Tarn valley drained as a precaution"),
    (218, "البوابة الشرقية", "ar", "وزير النقل: خط القطار الساحلي يعمل تجريبيا مطلع الشهر المقبل"),
    (226, "The Lantern", "en", "Chess: Adeyl Voss takes the lead after nine rounds"),
    (238, "خبر الساحل", "ar", "إحباط تهريب 140 قطعة أثرية عبر ميناء الريحان"),
    (247, "Harbour Post", "en", "Harbour Post reader wins appeal over seized fishing nets"),
    (252, "نداء الضفتين", "ar", "دراسة: المدن الساحلية تفقد 3 سنتيمترات من أرضها كل عام"),
    (268, "Northgate Wire", "en", "Two held after forged train tickets flood Port Alder"),
    (275, "خبر الساحل", "ar", "مهرجان السينما يمنح جائزته الكبرى لفيلم «ظل النخلة»"),
    (283, "Meridian Desk", "en", "Orbital telescope Lyra-2 sends its first picture"),
    (291, "البوابة الشرقية", "ar", "مجلس المدينة يؤجل التصويت على رسوم المياه إلى الأحد"),
    (304, "Meridian Desk", "en", "Flu season peaks early, says health office"),
    (312, "نداء الضفتين", "ar", "وفاة الخطاط سامر الورداني عن 88 عاما"),
    (325, "Harbour Post", "en", "Farmers dump milk outside the assembly in price row"),
    (338, "خبر الساحل", "ar", "افتتاح أول محطة لتحلية المياه بالطاقة الشمسية في الواحات"),
    (347, "The Lantern", "en", "Bridge at Corran to close for eleven nights"),
    (356, "البوابة الشرقية", "ar", "بدء التسجيل لامتحانات القبول في الجامعات السبت المقبل"),
    (364, "Harbour Post", "en", "Lighthouse keeper's log from 1871 found in attic"),
    (372, "نداء الضفتين", "ar", "ضبط شبكة لتزوير تذاكر المباريات في ثلاث محافظات"),
    (389, "Northgate Wire", "en", "Satellite images show smaller sandbank at Sallow Point"),
    (401, "خبر الساحل", "ar", "فرق الإطفاء تسيطر على حريق في سوق الخشب بلا إصابات"),
    (415, "Meridian Desk", "en", "Night trains return to the northern line after six years"),
)


def _edits(**changed: Any) -> EditsView:
    untouched: EditsView = {
        "spiked": False,
        "reason": "",
        "boost": 0.0,
        "embargo_until": None,
        "muted_sources": [],
        "muted_phrases": [],
        "notes": [],
    }
    untouched.update(changed)  # type: ignore[typeddict-item]  # the names are those above
    return untouched


def _note(by: str, minutes: float, text: str, action: int) -> NoteView:
    return {"by": by, "at": iso(NOW - minutes * 60), "text": text, "action": str(action)}


# What editors' hands have done, by the number of the story.
HANDS: dict[int, dict[str, Any]] = {
    2: {"pin": 1.0},
    4: {"urgency": 2, "edits": _edits(notes=[_note("mona", 6, "coastguard rings back at 20:15", 4)])},
    6: {
        "headline": "Minister resigns after harbour inquiry",
        "original": "Minister resigns: “I said [sic] what I saw” — inquiry to report in March",
    },
    8: {"held": True, "edits": _edits(spiked=True, reason="yesterday's strike, not today's")},
    9: {"edits": _edits(boost=2.0, muted_sources=["خبر الساحل"])},
    11: {"held": True, "edits": _edits(embargo_until=iso(NOW + 5400))},
}


def _events() -> list[_Event]:
    rest: list[_Event] = [
        (headline, lang, False, False, ((minutes, publisher, "repeat", 1.0, headline, ()),))
        for minutes, publisher, lang, headline in REST
    ]
    return [*EVENTS, *rest]


def _entries(number: int, copies: tuple[_Copy, ...], lang: str) -> list[EntryView]:
    return [
        {
            "id": f"{number}-{place}",
            "feed": f"https://news.example/{place}/rss",
            "publisher": publisher,
            "title": title,
            "url": f"https://news.example/{number}/{place}",
            "published": iso(NOW - minutes * 60),
            "received": iso(NOW - minutes * 60 + 20),
            "relation": relation,
            "score": score,
            "lang": lang,
            "reasons": list(reasons),
            "former": [],
            "ordinal": place + 1,
            "muted": False,
        }
        for place, (minutes, publisher, relation, score, title, reasons) in enumerate(copies)
    ]


def stories() -> list[StoryView]:
    """Return the night's stories with their entries, in ranked order."""
    out: list[StoryView] = []
    for number, (headline, lang, breaking, pinned, copies) in enumerate(_events(), 1):
        entries = _entries(number, copies, lang)
        publishers = list(dict.fromkeys(entry["publisher"] for entry in entries))
        first = max(minutes for minutes, *_ in copies)
        out.append(
            {
                "id": f"s{number}",
                "headline": headline,
                "url": f"https://news.example/{number}",
                "lang": lang,
                "score": round(len(publishers) / 2 + (NOW - first * 60) / HALF_LIFE, 6),
                "copies": len(entries),
                "publishers": publishers,
                "first_seen": iso(NOW - first * 60),
                "last_seen": iso(NOW - min(minutes for minutes, *_ in copies) * 60),
                "breaking": breaking,
                "breaking_until": iso(NOW + 900) if breaking else None,
                "pinned": pinned,
                "pin": None,
                "urgency": None,
                "original": None,
                "held": False,
                "entries": entries,
            }
        )
        out[-1].update(HANDS.get(number, {}))  # type: ignore[typeddict-item]  # the names are a story's
    return ranked(out)


def ranked(views: Sequence[StoryView]) -> list[StoryView]:
    """Return views in the one order."""
    return sorted(views, key=order)


def feeds() -> list[FeedState]:
    """Return the night's feeds: four answer, one fails."""
    names = ("خبر الساحل", "نداء الضفتين", "Meridian Desk", "Northgate Wire", "Harbour Post")
    return [
        FeedState(
            feed=f"https://news.example/{number}/rss",
            url=f"https://news.example/{number}/rss",
            publisher=name,
            polled=NOW - 30 * number,
            ok_at=NOW - 30 * number if number < 4 else NOW - 5400,
            next_poll=NOW + 60 + 30 * number,
            entries=23 * (5 - number),
            error="status" if number == 4 else "",
            error_text="HTTP 503 Service Unavailable; asked again later" if number == 4 else "",
            failures=3 if number == 4 else 0,
        )
        for number, name in enumerate(names)
    ]


LOG = (
    "timestamp=2026-11-23T17:02:11Z level=info event=started role=all desk=main",
    "timestamp=2026-11-23T18:14:40Z level=warning event=refused url=https://news.example/4/rss status=503",
    "timestamp=2026-11-23T19:58:02Z level=error event=failed url=https://news.example/4/rss failures=3",
)


ALARMS: tuple[AlertView, ...] = (
    {
        "id": "main-s4-1",
        "desk": "main",
        "story": "s4",
        "kind": "corroborated",
        "headline": "Two ferries collide in fog off Sallow Point; 61 passengers brought ashore",
        "url": "https://news.example/4",
        "lang": "en",
        "publishers": ["Harbour Post", "Northgate Wire"],
        "copies": 2,
        "at": iso(NOW - 8 * 60),
        "times": 1,
        "why": [
            "2 publishers within 20 min; the rule asks for 2",
            "first Harbour Post, then after 9 min Northgate Wire",
        ],
    },
    {
        "id": "main-s1-1",
        "desk": "main",
        "story": "s1",
        "kind": "breaking",
        "headline": "زلزال بقوة 5.8 درجات يضرب ساحل مرسى النور وإجلاء سكان الأحياء القديمة",
        "url": "https://news.example/1",
        "lang": "ar",
        "publishers": ["خبر الساحل", "نداء الضفتين"],
        "copies": 2,
        "at": iso(NOW - 37 * 60),
        "times": 1,
        "why": ["mona marked it as breaking"],
    },
)


def _line(number: int, minutes: float, by: str, verb: str, story: str, **more: Any) -> AuditView:
    """Return a line of the audit."""
    line: AuditView = {
        "action": str(number),
        "id": f"night-{number}",
        "at": iso(NOW - minutes * 60),
        "by": by,
        "verb": verb,
        "stories": [story],
        "entries": [],
        "text": "",
        "source": "",
        "value": None,
        "until": None,
        "before": {},
        "after": {},
        "refused": None,
        "reason": "",
        "of": None,
        "stands": True,
        "offset": number,
        "pairs": [],
    }
    line.update(more)  # type: ignore[typeddict-item]  # the names are those above
    return line


def _changed(story: str, headline: str, key: str, was: object, now: object) -> dict[str, Any]:
    return {
        "before": {story: {"headline": headline, key: was}},
        "after": {story: {"headline": headline, key: now}},
    }


_QUAKE, _TRUCE = EVENTS[0][0], EVENTS[2][0]
_RINGS = "coastguard rings back at 20:15"
_TRAMS = "Strike halts trams in Port Alder for a third day"
AUDIT: tuple[AuditView, ...] = (
    _line(1, 90, "mona", "pin", "s2", value=1.0, **_changed("s2", EVENTS[1][0], "pin", None, 1.0)),
    _line(2, 66, "سامر", "spike", "s8", text="not today's", **_changed("s8", _TRAMS, "spiked", "no", "yes")),
    _line(3, 37, "mona", "breaking", "s1", **_changed("s1", _QUAKE, "breaking_until", None, iso(NOW + 900))),
    _line(4, 6, "mona", "note", "s4", text=_RINGS, **_changed("s4", EVENTS[3][0], "notes", [], [_RINGS])),
    _line(5, 5, "سامر", "urgency", "s3", value=1.0, **_changed("s3", _TRUCE, "urgency", None, 1)),
    _line(6, 4, "سامر", "undo", "s3", of="5", stands=False, **_changed("s3", _TRUCE, "urgency", 1, None)),
    _line(
        7,
        2,
        "سامر",
        "retitle",
        "s6",
        text="Minister goes",
        refused="conflict",
        reason="mona gave story s6 another headline meanwhile: look at it, then repeat",
    ),
)


class Shelf:
    """A `dashboard.source.FeedBook` that finds the same at every address, and keeps nothing."""

    async def find(self, address: str, *, selector: str = "") -> Offer:
        """Return an invented offer."""
        return Offer(
            url=f"{address}/feed.xml",
            kind="feed",
            form="rss20",
            title="Kestrel Post | World",
            publisher="Kestrel Post",
            lang="ar",
            selector=selector,
            headlines=tuple((event[0], NOW - 240 * place) for place, event in enumerate(EVENTS)),
            warnings=("2 of its entries have no date",),
            also=(f"{address}/comments.xml",),
        )

    async def add(self, offer: Offer, *, publisher: str = "") -> Added:
        """Say that it was added."""
        return Added(new=True, said=f"added: {publisher or offer.publisher}")

    async def pause(self, urls: Sequence[str], *, paused: bool) -> Sequence[str]:
        """Say that all are."""
        return urls if paused else []

    async def remove(self, urls: Sequence[str]) -> Sequence[str]:
        """Say that all are gone."""
        return urls


class MemorySource:
    """A `dashboard.source.Source` in memory: real order of things, no transport.

    `publish` makes a change that listeners see; `fail` lets the next calls raise; `trim` forgets old
    updates, so that who is behind must take a fresh snapshot; `torn` = everybody always is.
    """

    def __init__(
        self, views: Sequence[StoryView] | None = None, *, known: Sequence[FeedState] | None = None
    ) -> None:
        self.views = {view["id"]: view for view in (stories() if views is None else views)}
        self.known: Sequence[FeedState] = feeds() if known is None else known
        self.alarms = list(ALARMS)
        self.epoch = EPOCH
        self.offset = 0
        self.stale = ""
        self.error: Exception | None = None
        self.torn = False
        self._log: list[UpdateView] = []
        self._changed = asyncio.Condition()

    async def publish(self, op: str, view: StoryView, *, into: str = "") -> UpdateView:
        """Change a story and tell whoever listens."""
        self.offset += 1
        if op in {"expired", "merged"}:
            self.views.pop(view["id"], None)
        else:
            self.views[view["id"]] = view
        update: UpdateView = {"epoch": self.epoch, "offset": self.offset, "op": op, "story": bare(view)}
        if into:
            update["into"] = into
        self._log.append(update)
        await self.wake()
        return update

    async def wake(self) -> None:
        """Let waiting listeners look again (after `error` or `epoch` was set)."""
        async with self._changed:
            self._changed.notify_all()

    def trim(self, keep: int = 0) -> None:
        """Forget all updates but the last ones."""
        self._log = self._log[len(self._log) - keep :] if keep else []

    def _check(self) -> None:
        if self.error is not None:
            raise self.error

    async def top(self, *, limit: int | None) -> TopView:
        """Return the ranking."""
        self._check()
        return {
            "desk": "main",
            "epoch": self.epoch,
            "offset": self.offset,
            "stories": [bare(view) for view in ranked(list(self.views.values())) if not view["held"]][:limit],
        }

    async def updates(self, after: int) -> AsyncIterator[UpdateView]:
        """Yield what is published."""
        epoch = self.epoch
        while True:
            self._check()
            if (
                epoch != self.epoch
                or (self._log and self._log[0]["offset"] > after + 1)
                or self._behind(after)
            ):
                raise Resync
            for update in [one for one in self._log if one["offset"] > after]:
                after = update["offset"]
                yield update
            async with self._changed:
                if after == self.offset and self.error is None and epoch == self.epoch:
                    await self._changed.wait()

    def _behind(self, after: int) -> bool:
        return self.torn or (not self._log and after < self.offset)

    async def story(self, story_id: str) -> StoryView | None:
        """Return one story."""
        self._check()
        return self.views.get(story_id)

    async def feeds(self) -> Sequence[FeedState]:
        """Return the feeds."""
        self._check()
        return self.known

    async def alerts(self, count: int) -> Sequence[AlertView]:
        """Return the desk's alerts."""
        self._check()
        return self.alarms[:count]

    async def act(self, action: Action, *, wait: float = 10.0) -> Outcome:
        """Refuse: this night is told, not edited (`newsroom.Newsroom` has a desk behind it)."""
        del wait
        raise ActionError("unfit", f"{action.verb}: nobody edits this night")

    async def audit(self, after: int | None = None, *, count: int = 500) -> Sequence[AuditView]:
        """Return what editors have done so far."""
        self._check()
        return [line for line in AUDIT if int(line["action"]) > (after or 0)][-count:]

    async def held(self) -> Sequence[StoryView]:
        """Return what the public must not see."""
        self._check()
        return [bare(view) for view in ranked(list(self.views.values())) if view["held"]]

    async def log(self, lines: int) -> Sequence[str] | None:
        """Return the engine's log."""
        self._check()
        return LOG[-lines:]

    async def status(self) -> Status:
        """Return fixed figures."""
        self._check()
        return Status(
            desk="main",
            epoch=self.epoch,
            offset=self.offset,
            stories=len(self.views),
            copies=sum(view["copies"] for view in self.views.values()),
            stale=bool(self.stale),
            message=self.stale,
        )


def bare(view: StoryView) -> StoryView:
    """Return a view without its entries, as a stream carries it."""
    copied = view.copy()
    copied.pop("entries", None)
    return copied
