from __future__ import annotations

from typing import Any

import pytest

from gazetteer import Gazetteer
from tests.dashboard.extraction.cyrillic.telling import strikes

REPORTS: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "Вночі ворог атакував Нікопольщину дронами та артилерією. У Марганці загинув 52-річний чоловік. Ще двоє поранені.",
        [{"place": "Marhanets", "killed": 1, "injured": 2, "weapons": {"drone", "artillery"}, "actor": "Russia"}],
    ),
    (
        (
            "За минулу добу на Харківщині внаслідок обстрілів загинули троє людей, 12 поранені: у Куп'янську загинула жінка, "
            "у Чугуєві загинули двоє чоловіків та поранені 7 людей, у Вовчанську поранено п'ятьох."
        ),
        [
            {"place": "Kharkiv Oblast", "killed": 3, "injured": 12},
            {"place": "Kupiansk", "killed": 1, "part": True},
            {"place": "Chuhuiv", "killed": 2, "injured": 7, "part": True},
            {"place": "Vovchansk", "injured": 5, "part": True},
        ],
    ),
    (
        "В Курске дрон врезался в многоэтажку, жертв нет. Выбиты окна в 12 квартирах.",
        [{"place": "Kursk", "killed": 0, "injured": 0, "weapons": {"drone"}, "target": "residential"}],
    ),
    (
        "ВСУ обстреляли Горловку из РСЗО, ранены четыре человека.",
        [{"place": "Horlivka", "injured": 4, "weapons": {"rocket"}, "actor": "Ukraine"}],
    ),
    (
        (
            "Херсон: ворожий обстріл. 1 загиблий, 3 поранені.\nБерислав: скид з БпЛА, поранено працівника комунального підприємства.\n"
            "Нікополь: без постраждалих, пошкоджено ліцей."
        ),
        [
            {"place": "Kherson", "killed": 1, "injured": 3},
            {"place": "Beryslav", "injured": 1, "weapons": {"drone"}},
            {"place": "Nikopol", "killed": 0, "target": "education"},
        ],
    ),
    (
        "Российские военные дважды ударили по Сумам: ранены пятеро. Губернатор Брянской области эту атаку не комментировал.",
        [{"place": "Sumy", "injured": 5, "attacks": 2, "actor": "Russia"}],
    ),
    (
        "Вночі ППО збила 12 безпілотників на Одещині. Уламки впали на приватний будинок в Ізмаїлі, поранено двох людей.",
        [{"place": "Izmail", "injured": 2, "target": "residential"}],
    ),
    (
        "РОСІЯНИ ВДАРИЛИ ПО СУМАХ, ЗАГИНУЛИ П’ЯТЕРО ЛЮДЕЙ, СЕРЕД НИХ ДВОЄ ДІТЕЙ",
        [{"place": "Sumy", "killed": 5, "killed_by": {"children": 2}}],
    ),
    (
        "Російські окупанти обстріляли Херсон. Поранено 48-річного чоловіка. Також постраждала 70-річна жінка.",
        [{"place": "Kherson", "injured": 2}],
    ),
    (
        "У Краматорську внаслідок удару 3 загиблих, 10 поранених.\nЗагинули чоловік 40 років, жінка 35 років та їхня донька.",
        [{"place": "Kramatorsk", "killed": 3, "injured": 10}],
    ),
    (
        "У Києві внаслідок падіння уламків загорівся будинок у Дарницькому районі. У Подільському районі уламки впали на дах.",
        [{"place": "Kyiv", "target": "residential"}],
    ),
    (
        "🔸Шостка. О 04:10 «шахед» поцілив у підстанцію. Поранених нема.\n🔸Охтирка. Скид з дрона, травмовано двох людей.",
        [{"place": "Shostka", "killed": 0, "target": "energy"}, {"place": "Okhtyrka", "injured": 2, "weapons": {"drone"}}],
    ),
    (
        (
            "За сутки под ударами ВСУ оказались три района Курской области.\nВ Рыльске дрон упал на дом, ранен мужчина.\n"
            "В Судже обстрелян рынок, погибла продавщица."
        ),
        [
            {"place": "Rylsk", "injured": 1, "actor": "Ukraine", "weapons": {"drone"}},
            {"place": "Sudzha", "killed": 1, "actor": "Ukraine", "target": "commercial"},
        ],
    ),
    (
        "«Хезболла» обстреляла Нагарию, Израиль в ответ ударил по Тиру: там трое убитых.",
        [{"place": "Nahariyya", "actor": "Hezbollah"}, {"place": "Tyre", "actor": "Israel", "killed": 3}],
    ),
    (
        "Росіяни вдарили по Чугуєву ракетою: загинули п'ятеро. Серед них троє дітей.",
        [{"place": "Chuhuiv", "killed": 5, "killed_by": {"children": 3}}],
    ),
    ("У Вовчанську снаряд розірвався біля ліцею, вибито вікна.", [{"place": "Vovchansk", "target": "education"}]),
    ("Росіяни обстріляли Краснопільську громаду, поранено двох.", [{"place": "Krasnopillia", "injured": 2, "actor": "Russia"}]),
    ("Ракета влучила у школу в Сумах 🚀, є руйнування", [{"place": "Sumy", "weapons": {"missile"}, "target": "education"}]),
]


@pytest.mark.parametrize(("text", "expected"), REPORTS, ids=[r[0][:40] for r in REPORTS])
def test_reports(text: str, expected: list[dict[str, Any]], gazetteer: Gazetteer) -> None:
    """A post gives each strike once, with its place, counts, weapons and sides; parts hang on their total."""
    found = sorted(strikes(text, gazetteer), key=lambda s: s.place_span or (0, 0))
    got = [
        {
            "place": s.location.name if s.location else None,
            "killed": s.killed.best,
            "injured": s.injured.best,
            "weapons": {w.value for w in s.weapons},
            "target": s.target.value if s.target else None,
            "actor": s.actor,
            "attacks": s.attacks,
            "killed_by": {v.value: n for v, n in s.killed_by},
            "part": s.part_of is not None,
        }
        for s in found
    ]
    assert [{k: g[k] for k in e} for g, e in zip(got, expected, strict=True)] == expected


NOTHING = [
    "Загарбники завдали 46 авіаударів. На Куп'янському напрямку наші воїни відбили шість атак у бік Петропавлівки.",
    "Рік тому ракета вбила в Чугуєві дев'ять людей. Тоді ж поранили ще дванадцятьох.",
    "Гуманітарний вантаж розподіляють між Сумською та Чернігівською областями, де мережі зазнали руйнувань через обстріли.",
    "Увага! Загроза застосування балістики для Дніпра. Перейдіть в укриття.",
    "Сили ППО збили 45 із 50 шахедів. Збито над Київщиною, Полтавщиною та Сумщиною.",
    "Над территорией Курской и Воронежской областей уничтожены 17 беспилотников.",
    "З початку повномасштабного вторгнення у Херсоні загинуло 450 цивільних, понад 3 тисячі поранено.",
    "На Сумщині чоловік підірвався на міні. Він отримав поранення.",
    "У ДТП на трасі Київ — Одеса загинули троє людей, ще двоє травмовані.",
    "В Дагестане при взрыве на газовой станции погибли 10 человек.",
    "Путин пригрозил нанести удар «Орешником» по Киеву.",
    "Взрывы прогремели в Севастополе, работает ПВО.",
    "У Міністерстві оборони прокоментували удар по Полтаві.",
    "Взрыв произошел на полигоне во время учений в Ростовской области, погибли двое военнослужащих.",
    "Генштаб: за добу відбулося 98 бойових зіткнень на Покровському напрямку.",
    "Нагадаємо, 9 лютого 2023 року ракета влучила в млин у Сумах, загинули 3 людини.",
    "У Львові блискавка влучила в будинок, двоє поранені.",
    "Девушка ударила нападавшего локтем в Екатеринбурге.",
    "Министр прилетел в Киев и встретился с послами.",
    "Під обстрілом були Антонівка, Білозерка, Садове, Зимівник, Дніпровське та Комишани.",
    "Збитки від удару по порту Одеси оцінюють у 20 млн доларів.",
    "Читайте також: ракетний удар по Одесі",
]


@pytest.mark.parametrize("text", NOTHING, ids=[t[:40] for t in NOTHING])
def test_what_is_no_strike(text: str, gazetteer: Gazetteer) -> None:
    """Alerts, interceptions, sums of the war, mines, accidents, threats, talk and long lists make no strike."""
    assert strikes(text, gazetteer) == []


def test_without_a_day_of_publication_the_date_stays_empty(gazetteer: Gazetteer) -> None:
    """A relative word gives no date then, and the note says why."""
    (strike,) = strikes("Вчора ворог обстріляв Нікополь, поранено жінку.", gazetteer, None)
    assert strike.when.best is None
    assert strike.when.note


def test_a_village_that_no_list_knows_leans_on_its_region(gazetteer: Gazetteer) -> None:
    """Its victims are not given to the town told before."""
    text = "На Харківщині ворог обстріляв Чугуїв, пошкоджено школу. У селі Вигаданівка-Нижня від удару загинув чоловік."
    dead = [s for s in strikes(text, gazetteer) if s.killed.best]
    assert [s.location.name for s in dead if s.location] == ["Kharkiv Oblast"]


def test_english_and_ukrainian_in_one_report(gazetteer: Gazetteer) -> None:
    """Each sentence is read by the rules of its alphabet, and both tell of one strike."""
    text = "A Russian missile struck Sumy on Wednesday, killing two people.\n\nУ Сумах загинули двоє людей, ще п'ятеро поранені."
    found = strikes(text, gazetteer)
    assert [(s.location.name, s.killed.best, s.injured.best) for s in found if s.location] == [("Sumy", 2, 5)]
