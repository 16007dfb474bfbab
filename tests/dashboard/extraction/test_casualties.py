from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.extraction.casualties import casualties

TOLD = [
    ("Two shopkeepers have been killed and 27 wounded by a rocket", {"killed": 2, "injured": 27}),
    ("killing at least six villagers and hurting 18 more", {"killed": 6, "injured": 18}),
    ("Seven residents are thought to have been wounded", {"injured": 7}),
    ("The two nurses were loading the van when a second drone killed them", {"killed": 2}),
    ("a raid that ended with 11 lodgers being hurt in an inn", {"injured": 11}),
    ("A man and a woman were killed", {"killed": 2}),
    ("a 71-year-old pensioner died and two neighbours were hurt", {"killed": 1, "injured": 2}),
    ("Nine deaths were counted by the evening", {"killed": 9}),
    ("The death toll has risen to 12, including two children", {"killed": 12}),
    ("killing a grandmother and small child on the quay", {"killed": 2}),
    ("A family of four was killed", {"killed": 4}),
    ("a woman and her two children were killed", {"killed": 3}),
    ("Two people, a 60-year-old man and a 55-year-old woman, died", {"killed": 2}),
    ("the shelling wounded seven, among them a boy, and left one missing", {"injured": 7, "missing": 1}),
    ("the raid claimed 14 lives", {"killed": 14}),
    ("Rescuers pulled the bodies of three people from the ruins", {"killed": 3}),
    ("No casualties were reported", {"killed": 0, "injured": 0}),
    ("nobody was injured", {"injured": 0}),
    ("a dog handler was wounded", {"injured": 1}),
    ("Both medics were killed", {"killed": 2}),
    ("killing the party's media chief Samir Haddad and at least three others", {"killed": 4}),
    ("A strike killed commander Samir Haddad", {"killed": 1}),
    ("flattened the home of a reporter, killing him and at least 14 others", {"killed": 15}),
    ("Dozens of pupils aged between 6 and 14 are feared dead", {}),
    ("At least seven people — including one rescuer — were killed", {"killed": 7}),
    ("18 people from one family were killed", {"killed": 18}),
    ("three children aged 6, 8 and 14 have been killed", {"killed": 3}),
    ("there was a victim — the body of a woman was found", {"killed": 1}),
    ("the service said the body of an elderly man was pulled out", {"killed": 1}),
    ("12 people working at a mill lost their lives", {"killed": 12}),
    ("two beekeepers were fatally injured", {"killed": 2}),
    ("A safety adviser for the news agency was killed", {"killed": 1}),
    ("the ministry put the dead at 26, putting the toll at 26", {"killed": 26}),
    ("Dozens of people were killed", {}),
    ("killing or wounding 12 people", {"injured": None}),
    ("a horse was killed", {}),
    ("a 25-storey building was damaged on 3 April", {}),
    ("the missile flew 300 kilometers", {}),
]


@pytest.mark.parametrize(("text", "expected"), TOLD, ids=[t[0][:40] for t in TOLD])
def test_fates(text: str, expected: dict[str, int | None]) -> None:
    """Each count of people is tied to what became of them, and stands once."""
    assert {c.fate.value: c.estimate.best for c in casualties(text)} == expected


def test_parts_are_told_apart() -> None:
    """Who the victims were is kept, and no part exceeds its whole."""
    killed, injured = casualties("killing four firefighters and injuring six civilians, including two children")
    assert [(v.value, n) for v, n in killed.parts] == [("rescuers", 4)]
    assert dict(injured.parts) == {"civilians": 6, "children": 2}


def test_no_news_of_casualties_is_no_zero() -> None:
    """The words "no immediate reports of casualties" leave the counts unknown."""
    assert all(not c.estimate.known for c in casualties("There were no immediate reports of casualties."))


@given(
    st.lists(st.sampled_from([t[0] for t in TOLD] + ["and", ",", "of", "the", "12", "killed", "a woman", "«»", "ї"]), max_size=12).map(
        " ".join
    )
)
def test_any_mixture_of_words_is_read(text: str) -> None:
    """However words are thrown together, spans lie in the text and nothing raises."""
    assert all(0 <= c.start < c.end <= len(text) for c in casualties(text))


@pytest.mark.parametrize("unit", ["killed ", "a man and ", "12 ", "was ", "and ", "who had been ", "one of them, "])
def test_hostile_repetition_stays_linear(unit: str) -> None:
    """Ten times the text takes no more than a small multiple of ten times the steps: it ends at all."""
    casualties(unit * 400)
