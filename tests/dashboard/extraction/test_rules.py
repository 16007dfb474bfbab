"""Each rule of extraction has a name, a case that it catches and a case that it must not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path

import pytest

import dashboard.extraction
from dashboard.codes import AidCategory, AidStatus, Target, Weapon
from dashboard.extraction import casualties, housing, roles
from dashboard.extraction.day_words import PATTERNS
from dashboard.extraction.lexicon import table
from dashboard.records import AidClaim, StrikeClaim
from gazetteer import Gazetteer
from tests.dashboard.extraction.firing import AID_RULES, CONTEXT, DECISIONS, RuleCase, fired, named, rule_cases, rules_of

RULES = rules_of("rules.toml")
SUBJECTS = ("sport", "labour", "nature", "accident", "culture", "figurative")
"""What else a report may be about (subject.py)."""


def id_of(case: RuleCase) -> str:
    """The rule, whether it catches or spares, and the beginning of the text."""
    return f"{case.name}-{'catches' if case.fires else 'spares'}-{case.text[:24]}"


@pytest.mark.parametrize("case", list(rule_cases("rules.toml")), ids=id_of)
def test_a_rule_fires_where_it_must_and_nowhere_else(case: RuleCase, gazetteer: Gazetteer) -> None:
    """What a rule turns down is no strike or no aid; in the text that it spares it is silent, and what is told there is found."""
    done = fired(case.text, case.published, gazetteer)
    if case.at is None:
        assert (case.name in done.names(case.where)) is case.fires
    else:
        assert ((case.name, case.at) in done.seen) is case.fires
    if case.found is not None:
        kind = AidClaim if case.where in AID_RULES else StrikeClaim
        assert any(isinstance(c, kind) for c in done.findings.claims) is case.found


def lexicon_rules() -> Iterator[str]:
    """The rules that stand in the lexicons as keys."""
    for name in CONTEXT:
        yield from (f"{name}:{key}" for key in table("context", name))
    for name in ("not_aid", "no_gift"):
        yield from (f"{name}:{key}" for key in table("aid", name))
    yield from (f"not_aid:{key}" for key in table("aid", "not_aid_at"))
    yield from (f"actor:{key}" for key in table("strikes", "actors"))
    yield from (f"anaphora:{key}" for key in table("places", "anaphora"))


FAMILIES: Mapping[str, Iterable[str]] = {
    "actor:": (),
    "casualties:": [how for _, how, _ in casualties._fates()],
    "date:": [name for name, _ in PATTERNS],
    "hypothetical:": (),
    "no-casualties:": [key for key, _ in casualties._none()],
    "no_gift:": [AidStatus.PROPOSED.value, AidStatus.CUMULATIVE_TOTAL.value],
    "noise:": (),
    "not_aid:": (),
    "other_harm:": (),
    "party:": ["country", "demonym"],
    "place:": ["event", "relative", "speaker", "context"],
    "status:": [s.value for s in AidStatus if s is not AidStatus.CUMULATIVE_TOTAL],
    "strike:": ["attack", "toll"],
}
"""Names that are put together in the code, by what they begin with; those whose rest is a lexicon's key stand there."""


def code_rules() -> Iterator[str]:
    """The rules that the code names: literal names, those put together, and functions that are rules."""
    yield from (name for _, name in _written(r"[a-z_-]+:[a-z_-]+"))
    yield from (f"{start}{rest}" for start, rests in FAMILIES.items() for rest in rests)
    yield from (named(module, rule) for module in (roles, housing) for rule in module._RULES)
    yield from (name for *_, name, _ in DECISIONS)
    yield from (f"subject:{key}" for key in SUBJECTS)
    yield from (f"weapon:{w.value}" for w in Weapon if w is not Weapon.OTHER)
    yield from (f"target:{t.value}" for t in Target if t is not Target.OTHER)
    yield from (f"category:{c.value}" for c in AidCategory)


def _written(pattern: str) -> Iterator[tuple[str, str]]:
    """The strings of the English rules' code that a pattern fits, with their module."""
    for path in sorted(Path(str(resources.files(dashboard.extraction))).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(pattern, node.value):
                yield path.stem, node.value


HIDDEN = {
    "history:words": "history",
    "anaphora:country": "nothing leans on it: a place deep inside a country stays at the country",
}
"""Keys that are reported under another name, or never by themselves."""


def test_every_rule_has_both_cases() -> None:
    """Each rule of the lexicons and of the code has a text that it catches and one that it spares."""
    given = {rule["name"] for rule in RULES if rule["catches"] and rule["spares"]}
    assert sorted({*lexicon_rules(), *code_rules()} - given - set(HIDDEN)) == []


def test_every_case_is_of_a_rule() -> None:
    """No case is left of a rule that is gone, and each rule stands once."""
    names = [rule["name"] for rule in RULES]
    assert sorted(set(names) - {*lexicon_rules(), *code_rules()} - {"history", "ordinal"}) == []
    assert len(names) == len(set(names))


def test_every_family_of_names_is_known() -> None:
    """A name that the code puts together begins with what stands in the list of families."""
    assert {start for _, start in _written(r"[a-z_-]+:")} - set(FAMILIES) == set()
