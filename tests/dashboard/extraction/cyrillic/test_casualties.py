from __future__ import annotations

import pytest

from dashboard.extraction.cyrillic.casualties import casualties, leaning
from tests.dashboard.extraction.cyrillic.telling import line

TOLD = [
    ("Загинули двоє робітників, ще троє поранені.", {"killed": 2, "injured": 3}),
    ("Загалом постраждав 31 мешканець: загинули семеро, 24 травмовано.", {"killed": 7, "injured": 24}),
    ("Поранено 7 осіб, серед них двоє дітей.", {"injured": 7}),
    ("Загинула 61-річна пенсіонерка, поранення отримали її донька та двоє онуків.", {"killed": 1, "injured": 3}),
    ("Травмированы три продавщицы в возрасте от 22 до 41 года и 63-летний грузчик", {"injured": 4}),
    ("Тётя и её 12-летняя племянница контужены, дедушка умер", {"injured": 2, "killed": 1}),
    ("Кількість загиблих зросла до 9, поранених — 21.", {"killed": 9, "injured": 21}),
    ("Двоє цивільних загиблих, щонайменше 6 поранених.", {"killed": 2, "injured": 6}),
    ("З-під завалів дістали тіла трьох людей.", {"killed": 3}),
    ("Удар унес жизни 4 человек, еще 11 получили осколочные ранения", {"killed": 4, "injured": 11}),
    ("умер сторож и не менее восьми рабочих травмированы", {"killed": 1, "injured": 8}),
    ("Троє людей, чоловік та дві жінки, загинули", {"killed": 3}),
    ("Загинуло подружжя, поранено їхнього 9-річного сина.", {"killed": 2, "injured": 1}),
    ("Загинула родина з п'яти осіб", {"killed": 5}),
    ("Поранено листоношу та двох бджолярів", {"injured": 3}),
    ("13 людей вважаються зниклими безвісти", {"missing": 13}),
    ("вбито та поранено 12 людей", {"killed": None, "injured": None}),
    ("Жертв і постраждалих немає.", {"killed": 0, "injured": 0}),
    ("Никто не пострадал.", {"killed": 0, "injured": 0}),
    ("Інформація про постраждалих уточнюється.", {"killed": None, "injured": None}),
    ("Пошкоджено 10 будинків, постраждали 5 автомобілів.", {}),
    ("Пострадали 12 машин и три дома.", {}),
    ("поранено трьох корів", {}),
    ("Постраждали десятки людей.", {}),
    ("десятки солдат були вбиті", {}),
    ("Врятовано 5 осіб, допомогу надали сотні містян.", {}),
    ("Постраждали 9 людей, з яких двоє загинули.", {"injured": 9, "killed": 2}),
    ("Загинув водій, його дружину та доньку госпіталізували.", {"killed": 1, "injured": 2}),
    ("Отец погиб, мать и двое детей, 4 и 9 лет, с ожогами в больнице.", {"killed": 1, "injured": 3}),
    ("Поранень зазнали жінка 51 року та чоловіки 44 і 60 років.", {"injured": 3}),
    ("Погибли мать с младенцем.", {"killed": 2}),
    ("Удар унес пять жизней.", {"killed": 5}),
    ("Полсотни раненых.", {"injured": 50}),
    ("Сорок «поранених» евакуювали за п'ять хвилин.", {}),
    ("У лікарні помер 70-річний чоловік.", {"killed": 1}),
    ("ОДНА ЛЮДИНА ЗАГИНУЛА, П'ЯТЕРО ПОРАНЕНІ", {"killed": 1, "injured": 5}),
    ("Загинув 45-рiчний чоловiк", {"killed": 1}),
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[t[0][:40] for t in TOLD])
def test_fates(text: str, expected: dict[str, int | None]) -> None:
    """Each count of people is tied to what became of them; houses, cars and animals suffer for themselves."""
    assert {c.fate.value: c.estimate.best for c in casualties(line(text))} == expected


PARTS = [
    ("Поранено 7 осіб, серед них двоє дітей.", {"children": 2}),
    ("Четверо людей дістали поранень, троє з них — діти", {"children": 3}),
    ("Поранено рятувальника та двох медиків", {"rescuers": 3}),
    ("Ранены трое мирных жителей", {"civilians": 3}),
    ("Поранено 16-річну дівчину", {"children": 1}),
]


@pytest.mark.parametrize(("text", "parts"), PARTS, ids=[t[0][:40] for t in PARTS])
def test_parts(text: str, parts: dict[str, int]) -> None:
    """Who the people were is kept."""
    assert {v.value: n for c in casualties(line(text)) for v, n in c.parts} == parts


LEANING = [
    ("Окупанти скинули гранату на пасічника.", "Він загинув на місці.", {"killed": 1}),
    ("Через атаку постраждали шестеро людей.", "У Павлограді — четверо.", {"injured": 4}),
    ("Через атаку пошкоджено дах.", "У Павлограді — дощ.", {}),
]


@pytest.mark.parametrize(("before", "text", "expected"), LEANING, ids=[t[1] for t in LEANING])
def test_what_leans_on_the_sentence_before(before: str, text: str, expected: dict[str, int]) -> None:
    """A pronoun stands for the person told before, a place with a bare number for the fate told before."""
    assert {c.fate.value: c.estimate.best for c in leaning(line(text), line(before))} == expected
