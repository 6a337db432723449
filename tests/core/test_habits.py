"""Decoration learned from a feed's live titles: what is learned, what never is, and what matching gains."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticker.core.cluster import Window
from ticker.core.decoration import edges
from ticker.core.desk import Desk
from ticker.core.evaluate import pairwise
from ticker.core.habits import Habits
from ticker.core.model import DeskSettings, Entry, Relation
from ticker.core.text import Headline, headline

ENGLISH = [
    ("Storm shuts Kalmar airport for second night", "Kalmar airport closed again as storm lingers"),
    ("Ferry strike enters third day as talks collapse", "Third day of ferry strike after talks fail"),
    ("Central bank holds rates at 4.25 percent", "Rates stay at 4.25 percent, central bank says"),
    ("Museum finds lost maps of the delta in attic", "Lost delta maps turn up in museum attic"),
    ("Teachers vote to end six-week walkout", "Six-week teachers walkout ends after vote"),
    (
        "Wildfire forces hundreds from homes near Verano",
        "Hundreds flee homes near Verano as wildfire spreads",
    ),
    ("Parliament rejects pension bill by nine votes", "Pension bill falls nine votes short in parliament"),
    ("Cracked pillars close old harbour bridge", "Old harbour bridge closes over cracked pillars"),
    ("Astronomers photograph rare double comet", "Rare double comet caught on camera by astronomers"),
    ("Court frees editor held over leaked memo", "Editor held over leaked memo walks free from court"),
]
ARABIC = [
    ("إضراب عمال ميناء الرملة يدخل يومه الرابع", "عمال ميناء الرملة يواصلون الإضراب لليوم الرابع"),
    ("عاصفة رملية تقطع الكهرباء عن أحياء السلمانية", "انقطاع الكهرباء في السلمانية بسبب عاصفة رملية"),
    ("المصرف المركزي يثبت سعر الفائدة للمرة الخامسة", "للمرة الخامسة المركزي يبقي سعر الفائدة ثابتا"),
    ("اكتشاف مقبرة أثرية قرب القلعة القديمة", "علماء يعثرون على مقبرة أثرية قرب القلعة القديمة"),
    ("انتشال ناجين من أنقاض مبنى منهار في الزهراء", "إنقاذ ناجين تحت أنقاض مبنى الزهراء المنهار"),
    ("افتتاح خط المترو الثالث في العاصمة الجديدة", "وزير النقل يفتتح خط المترو الثالث بالعاصمة الجديدة"),
    ("البرلمان يرفض مشروع قانون المعاشات", "مشروع قانون المعاشات يسقط في البرلمان"),
    ("إغلاق الجسر القديم بعد تشقق أعمدته", "تشقق الأعمدة يغلق الجسر القديم أمام المرور"),
]


def learned(titles: list[str], feed: str = "f") -> Habits:
    habits = Habits()
    for title in titles:
        habits.add(feed, headline(title).edges)
    return habits


def bare(title: str, habits: Habits, feed: str = "f") -> str:
    """What is left of a title when the feed's habits are cut off, normalised."""
    whole = headline(title, feed=feed)
    return headline(title, feed=feed, cut=habits.cut(feed, whole.edges)).text


@pytest.mark.parametrize(
    "form",
    [
        "Marsh Valley Courier: {}",
        "{} - marshcourier.example",
        "{} | Marsh Valley Courier",
        "{} (Marsh Courier)",
        "[MVC] {}",
        "Courier | {} | Home",
        "Marsh Courier .. {}",
        "Courier | World | {}",
        "{} – Courier – World",
    ],
)
def test_what_most_titles_of_a_feed_carry_is_left_out(form: str) -> None:
    titles = [form.format(title) for title, _ in ENGLISH]
    habits = learned(titles)
    for (plain, _), title in zip(ENGLISH, titles, strict=True):
        assert bare(title, habits) == headline(plain).text
        assert headline(title).text != headline(plain).text
    # another feed has habits of its own
    assert bare(titles[0], habits, "another") == headline(titles[0]).text


@pytest.mark.parametrize(
    "form", ["مرصد الساحل الإخباري: {}", "{} | مرصد الساحل", "نبض الرملة .. {}", "{} - موقع النبض"]
)
def test_and_in_arabic(form: str) -> None:
    titles = [form.format(title) for title, _ in ARABIC]
    habits = learned(titles)
    assert [bare(title, habits) for title in titles] == [headline(plain).text for plain, _ in ARABIC]


def test_known_decoration_in_front_of_a_habit_goes_too() -> None:
    habits = learned([f"نبض الرملة | {title}" for title, _ in ARABIC])
    plain = ARABIC[0][0]
    assert bare(f"عاجل | نبض الرملة | {plain}", habits) == headline(plain).text
    habits = learned([f"{title} | Courier" for title, _ in ENGLISH])
    assert bare(f"{ENGLISH[0][0]} (video) | Courier", habits) == headline(ENGLISH[0][0]).text


def real(kind: str) -> list[str]:
    return {
        "a first word": [f"مصر {title}" for title, _ in ARABIC] + [title for title, _ in ARABIC],
        "a country before a colon": [f"مصر: {title}" for title, _ in ARABIC],
        "a country before a bar": [f"Norway | {title}" for title, _ in ENGLISH],
        "a speaker now and then": [f"وزير المالية: {title}" for title, _ in ARABIC[:3]]
        + [title for title, _ in ARABIC],
        "a template": [f"سعر الذهب اليوم: ارتفاع {n} قروش" for n in range(2, 20)],
        "too few titles to tell": [f"Courier: {title}" for title, _ in ENGLISH[:5]] + [ENGLISH[5][0]],
        "a score behind a dash": [f"Kalmar beats Ashby {n} - {n - 1}" for n in range(2, 20)],
    }[kind]


@pytest.mark.parametrize(
    "kind",
    [
        "a first word",
        "a country before a colon",
        "a country before a bar",
        "a speaker now and then",
        "a template",
        "too few titles to tell",
        "a score behind a dash",
    ],
)
def test_real_words_are_never_eaten(kind: str) -> None:
    titles = real(kind)
    habits = learned(titles)
    assert [bare(title, habits) for title in titles] == [headline(title).text for title in titles]


def test_words_that_others_speak_in_are_news() -> None:
    """Two papers of one house, each with its town before every title: the towns tell their news apart."""
    window = Window(DeskSettings())
    local = [f"{town}: {title}" for title, _ in ENGLISH[1:] for town in ("Brenholt", "Carnvale")]
    others = [
        "Mayor of Brenholt resigns",
        "Snow shuts Brenholt airport",
        "Fire in Carnvale",
        "Carnvale mourns poet",
    ]
    for ordinal, title in enumerate([*local, *others], 1):
        feed = title.partition(":")[0].lower() if ":" in title else "wire"
        window.add(ordinal, headline(title, publisher=feed, feed=feed), str(ordinal))
    flood = headline("Brenholt: river bursts its banks", publisher="brenholt", feed="brenholt")
    window.add(99, flood, "99")
    other = headline("Carnvale: river bursts its banks", publisher="carnvale", feed="carnvale")
    assert not any("left out" in reason.text for reason in window.compare(other, 99).reasons)
    assert window.place(other).story is None
    # an outlet's name is in nobody else's mouth, in however many of its own feeds
    for ordinal, (title, _) in enumerate(ENGLISH * 2, 200):
        feed = f"courier {ordinal % 2}"
        window.add(ordinal, headline(f"Courier: {title}", feed=feed), str(ordinal))
    said = window.compare(headline("River bursts its banks", feed="x"), 200).reasons
    assert any("left out: courier" in reason.text for reason in said)


def test_a_title_that_is_hardly_more_than_decoration_stays() -> None:
    habits = learned([f"Courier: {title}" for title, _ in ENGLISH])
    for title in ("Courier: Weather", "Courier: ", "Courier"):
        assert bare(title, habits) == headline(title).text


def test_expiry_takes_back_what_was_learned() -> None:
    titles = [f"Courier: {title}" for title, _ in ENGLISH]
    habits = learned(titles)
    for title in titles[:5]:
        habits.remove("f", headline(title).edges)
    assert bare(titles[-1], habits) != headline(titles[-1]).text
    habits.add("f", ())
    assert bare(titles[-1], habits) == headline(titles[-1]).text
    for title in titles[5:]:
        habits.remove("f", headline(title).edges)
    assert habits.cut("f", headline(titles[0]).edges) == (0, None)


def decorated() -> list[tuple[str, str, int]]:
    """(feed, title, event): two outlets tell the same events, each under its own decoration."""
    told = []
    for event, (one, other) in enumerate([*ENGLISH, *ARABIC]):
        arabic = event >= len(ENGLISH)
        first = f"نبض الرملة الإخباري: {one}" if arabic else f"Marsh Valley Courier Online: {one}"
        second = f"{other} | مرصد الساحل" if arabic else f"{other} | Kalmar Morning Telegraph Digital"
        told += [("ar1" if arabic else "en1", first, event), ("ar2" if arabic else "en2", second, event)]
    return told


def stories(*, feeds: bool) -> dict[int, str]:
    """Where the window puts the decorated titles; without feeds nothing can be learned."""
    window, homes = Window(DeskSettings()), {}
    for ordinal, (feed, title, _) in enumerate(decorated(), 1):
        one = headline(title, time=ordinal * 900.0, publisher=feed, feed=feed if feeds else "")
        homes[ordinal] = window.place(one).story or f"s{ordinal}"
        window.add(ordinal, one, homes[ordinal])
    return homes


def test_matching_gains_by_it() -> None:
    truth = {ordinal: event for ordinal, (*_, event) in enumerate(decorated(), 1)}
    plain, better = (pairwise(stories(feeds=feeds), truth) for feeds in (False, True))
    assert better.precision >= plain.precision + 0.4
    assert better.recall >= plain.recall + 0.3


def test_what_was_left_out_is_said() -> None:
    window = Window(DeskSettings())
    for ordinal, (title, _) in enumerate(ENGLISH, 1):
        window.add(ordinal, headline(f"Courier: {title}", feed="f"), str(ordinal))
    joined = window.place(headline(ENGLISH[0][0], feed="g"))
    assert (joined.story, joined.relation, joined.score) == ("1", Relation.REPEAT, 1.0)
    assert joined.reasons == ("the same words", "decoration of its feed left out: courier")


def test_the_shown_title_keeps_its_decoration() -> None:
    desk = Desk()
    for place, (feed, title, _) in enumerate(decorated()):
        desk.apply(Entry(f"e{place}", feed, feed, title, 900.0 * place, 900.0 * place))
    assert {copy.entry.title for copy in desk.copies.values()} == {title for _, title, _ in decorated()}
    assert all(story.headline in {title for _, title, _ in decorated()} for story in desk.stories.values())


_FORMS = st.sampled_from(["Courier: {}", "{} | Courier", "{}", "مصر: {}"])
_ROWS = st.lists(st.tuples(_FORMS, st.sampled_from(ENGLISH + ARABIC), st.booleans()), max_size=30)


@settings(max_examples=40, deadline=None)
@given(_ROWS, st.data())
def test_what_is_learned_is_a_function_of_what_is_live(
    rows: list[tuple[str, tuple[str, str], bool]], data: st.DataObject
) -> None:
    heads: list[Headline] = [
        headline(form.format(pair[first]), time=60.0 * place, publisher=f"p{place % 3}", feed="f")
        for place, (form, pair, first) in enumerate(rows)
    ]
    window, homes = Window(DeskSettings()), []
    for ordinal, one in enumerate(heads, 1):
        homes.append(window.place(one).story or f"s{ordinal}")
        window.add(ordinal, one, homes[-1])
    gone = data.draw(st.sets(st.integers(1, len(rows)))) if rows else set()
    for ordinal in sorted(gone):
        window.remove(ordinal)
    again = Window(DeskSettings())
    for ordinal, (one, home) in enumerate(zip(heads, homes, strict=True), 1):
        if ordinal not in gone:
            again.add(ordinal, one, home)
    for one in heads:
        assert again.place(one) == window.place(one)


@given(st.text(max_size=120))
def test_edges_point_into_the_title(title: str) -> None:
    for edge in edges(title):
        assert 0 <= edge.at <= len(title)
        part = title[: edge.at] if edge.text[0] == "<" else title[edge.at :]
        assert edge.text[1:] in part
        assert edge.beside in (title[edge.at :] if edge.text[0] == "<" else title[: edge.at])
