from __future__ import annotations

import pytest

from dashboard.extraction.cyrillic import strike_mentions
from dashboard.extraction.document import cut
from gazetteer import Gazetteer
from tests.dashboard.extraction.cyrillic.telling import report

RULES = [
    ("Загроза ударів дронів по Дніпру.", "hypothetical:threat"),
    ("Сили ППО збили 45 шахедів над Полтавщиною.", "interception:words"),
    ("З початку війни від обстрілів у Херсоні загинуло 450 цивільних.", "summary:period"),
    ("Посольство засудило атаку на Одесу.", "allusion:reaction"),
    ("На Покровском направлении атаковал противник, его атаки отбиты.", "other_harm:ground"),
    ("Военные провели учения с пуском ракет под Курском.", "hypothetical:exercise"),
    ("Рятувальники провели навчання в Черкасах: за легендою, ракета влучила в лікарню, «постраждали» 30 осіб.", "hypothetical:exercise"),
    ("Поліція попередила теракт у Лозовій: вибухівку заклали під автівку.", "other_harm:crime"),
    ("У Полтаві вибухнув снаряд, який підліток знайшов у лісі.", "other_harm:accident"),
    ("Вчера налет беспилотников отразили в Твери.", "interception:words"),
    ("У Миколаєві збито три дрони, влучань не зафіксовано.", "interception:words"),
    ("Целью таких ударов ракетами могут стать базы в Полтаве.", "hypothetical:modal"),
    ("Два года назад ракета ударила по Виннице.", "history:words"),
]


@pytest.mark.parametrize(("text", "rule"), RULES, ids=[r[0][:30] for r in RULES])
def test_rejected_sentences_name_their_rule(text: str, rule: str, gazetteer: Gazetteer) -> None:
    """What looked like a strike is kept with the rule that turned it down."""
    told = report(text)
    toponyms = gazetteer.geoparse(text)
    _, rejected = strike_mentions(cut(told), toponyms, gazetteer.relatives(text, toponyms))
    assert [r.rule for r in rejected] == [rule]
