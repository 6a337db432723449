"""The words of the night: which headlines the outlets told, and how long ago.

Knows the events as they were reported; must not know what a desk or its editors made of them.
"""

from __future__ import annotations

from typing import NamedTuple

NOW = 1_795_464_000.0  # 2026-11-23 20:00 UTC


class Copy(NamedTuple):
    """A later report of an event, `ago` minutes before `NOW`: how the matcher took it, and why."""

    ago: float
    publisher: str
    relation: str
    score: float
    title: str
    reasons: tuple[str, ...]


class Event(NamedTuple):
    """A headline, who told it first, `ago` minutes before `NOW`, and who followed."""

    headline: str
    lang: str
    ago: float
    publisher: str
    later: tuple[Copy, ...] = ()


EVENTS = (
    Event(
        "زلزال بقوة 5.8 درجات يضرب ساحل مرسى النور وإجلاء سكان الأحياء القديمة",
        "ar",
        41,
        "خبر الساحل",
        (
            Copy(
                38,
                "نداء الضفتين",
                "repeat",
                0.98,
                "عاجل | زلزال بقوة 5.8 درجات يضرب ساحل مرسى النور وإجلاء سكان الأحياء القديمة",
                ("same words after the label",),
            ),
            Copy(
                33,
                "Meridian Desk",
                "rewording",
                0.86,
                "هزة أرضية قوتها 5.8 درجات قبالة مرسى النور وإخلاء الأحياء القديمة",
                ("numbers agree: 5.8", "names agree: مرسى النور"),
            ),
            Copy(
                21,
                "البوابة الشرقية",
                "update",
                0.81,
                "ارتفاع عدد مصابي زلزال مرسى النور إلى 34",
                ("a toll is new: 34", "names agree: مرسى النور"),
            ),
            Copy(
                12,
                "خبر الساحل",
                "update",
                0.83,
                "34 مصابا في زلزال مرسى النور والدفاع المدني يواصل البحث",
                ("numbers agree: 34", "same publisher: counts as a copy only"),
            ),
            Copy(
                4,
                "Harbour Post",
                "update",
                0.79,
                "زلزال مرسى النور: 34 مصابا والبحث مستمر",
                ("numbers agree: 34",),
            ),
        ),
    ),
    Event(
        "Parliament passes budget after a 19-hour session, 203 to 188",
        "en",
        95,
        "Northgate Wire",
        (
            Copy(
                90,
                "The Lantern",
                "rewording",
                0.9,
                "Budget passed 203–188 after all-night sitting of parliament",
                ("numbers agree: 203, 188",),
            ),
            Copy(
                84,
                "Harbour Post",
                "repeat",
                1.0,
                "Parliament passes budget after a 19-hour session, 203 to 188",
                ("same words",),
            ),
        ),
    ),
    Event(
        "اتفاق على تمديد هدنة وادي الرمان 72 ساعة وفتح معبرين للمساعدات",
        "ar",
        26,
        "نداء الضفتين",
        (
            Copy(
                19,
                "خبر الساحل",
                "rewording",
                0.88,
                "تمديد الهدنة في وادي الرمان ثلاثة أيام ومعبران للمساعدات",
                ("names agree: وادي الرمان",),
            ),
            Copy(
                9,
                "Meridian Desk",
                "rewording",
                0.84,
                "Wadi Rumman truce extended by 72 hours, two crossings to open",
                ("numbers agree: 72",),
            ),
        ),
    ),
    Event(
        "Two ferries collide in fog off Sallow Point; 61 passengers brought ashore",
        "en",
        17,
        "Harbour Post",
        (
            Copy(
                8,
                "Northgate Wire",
                "rewording",
                0.87,
                "Ferry collision off Sallow Point: all 61 passengers safe",
                ("numbers agree: 61",),
            ),
        ),
    ),
    Event(
        "البنك المركزي يبقي سعر الفائدة عند 4.75% ويتوقع تباطؤ التضخم",
        "ar",
        52,
        "البوابة الشرقية",
        (
            Copy(
                47,
                "نداء الضفتين",
                "repeat",
                0.97,
                "البنك المركزي يُبقي سعر الفائدة عند 4.75% ويتوقع تباطؤ التضخّم",
                ("same words, marks aside",),
            ),
        ),
    ),
    Event(
        "Minister resigns: “I said [sic] what I saw” — inquiry to report in March", "en", 29, "The Lantern"
    ),
    Event(
        "شركة Orbis Sky تطلق 24 قمرا صناعيا من قاعدة الصحراء الغربية",
        "ar",
        66,
        "البوابة الشرقية",
        (
            Copy(
                58,
                "Meridian Desk",
                "rewording",
                0.82,
                "Orbis Sky puts 24 satellites into orbit",
                ("numbers agree: 24", "names agree: Orbis Sky"),
            ),
        ),
    ),
    Event("Strike halts trams in Port Alder for a third day", "en", 71, "Northgate Wire"),
    Event(
        "المنتخب يتأهل إلى نصف النهائي بعد فوزه 3-1 على جزر اللؤلؤ",
        "ar",
        102,
        "نداء الضفتين",
        (
            Copy(
                97,
                "خبر الساحل",
                "rewording",
                0.85,
                "3-1 على جزر اللؤلؤ تحمل المنتخب إلى نصف النهائي",
                ("numbers agree: 3-1",),
            ),
        ),
    ),
    Event("New species of blind cave fish found under the Karst of Ilmen", "en", 140, "The Lantern"),
    Event("الأرصاد: رياح تتجاوز 90 كم/س على المرتفعات وتحذير من السيول ليلا", "ar", 118, "البوابة الشرقية"),
    Event("Court orders release of harbour strike organisers on bail", "en", 160, "Harbour Post"),
    Event("افتتاح معرض الكتاب في مدينة الزيتون بمشاركة 310 دور نشر من 28 بلدا", "ar", 185, "نداء الضفتين"),
    Event("Grain price falls 6% as the Strait of Corran reopens to shipping", "en", 204, "Northgate Wire"),
    Event("انقطاع الكهرباء عن ثلاث مدن بعد عطل في محطة تل العود", "ar", 231, "خبر الساحل"),
    Event("Orchestra plays last concert in the old customs hall", "en", 260, "The Lantern"),
)
"""Those that the pictures show at the top; the number of a story is the place of its event, from 1."""

REST = (
    Event("Glacier lake above Tarn valley drained as a precaution", "en", 211, "Northgate Wire"),
    Event("وزير النقل: خط القطار الساحلي يعمل تجريبيا مطلع الشهر المقبل", "ar", 218, "البوابة الشرقية"),
    Event("Chess: Adeyl Voss takes the lead after nine rounds", "en", 226, "The Lantern"),
    Event("إحباط تهريب 140 قطعة أثرية عبر ميناء الريحان", "ar", 238, "خبر الساحل"),
    Event("Harbour Post reader wins appeal over seized fishing nets", "en", 247, "Harbour Post"),
    Event("دراسة: المدن الساحلية تفقد 3 سنتيمترات من أرضها كل عام", "ar", 252, "نداء الضفتين"),
    Event("Two held after forged train tickets flood Port Alder", "en", 268, "Northgate Wire"),
    Event("مهرجان السينما يمنح جائزته الكبرى لفيلم «ظل النخلة»", "ar", 275, "خبر الساحل"),
    Event("Orbital telescope Lyra-2 sends its first picture", "en", 283, "Meridian Desk"),
    Event("مجلس المدينة يؤجل التصويت على رسوم المياه إلى الأحد", "ar", 291, "البوابة الشرقية"),
    Event("Flu season peaks early, says health office", "en", 304, "Meridian Desk"),
    Event("وفاة الخطاط سامر الورداني عن 88 عاما", "ar", 312, "نداء الضفتين"),
    Event("Farmers dump milk outside the assembly in price row", "en", 325, "Harbour Post"),
    Event("افتتاح أول محطة لتحلية المياه بالطاقة الشمسية في الواحات", "ar", 338, "خبر الساحل"),
    Event("Bridge at Corran to close for eleven nights", "en", 347, "The Lantern"),
    Event("بدء التسجيل لامتحانات القبول في الجامعات السبت المقبل", "ar", 356, "البوابة الشرقية"),
    Event("Lighthouse keeper's log from 1871 found in attic", "en", 364, "Harbour Post"),
    Event("ضبط شبكة لتزوير تذاكر المباريات في ثلاث محافظات", "ar", 372, "نداء الضفتين"),
    Event("Satellite images show smaller sandbank at Sallow Point", "en", 389, "Northgate Wire"),
    Event("فرق الإطفاء تسيطر على حريق في سوق الخشب بلا إصابات", "ar", 401, "خبر الساحل"),
    Event("Night trains return to the northern line after six years", "en", 415, "Meridian Desk"),
)
"""What is left of the day: one copy each."""
