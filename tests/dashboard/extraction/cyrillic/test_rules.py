"""Each rule by which a Ukrainian or Russian sentence is no strike has a case that it catches and a case that it must not."""

from __future__ import annotations

import pytest

from dashboard.extraction.lexicon import table
from dashboard.records import StrikeClaim
from gazetteer import Gazetteer
from tests.dashboard.extraction.firing import CONTEXT, RuleCase, fired, rule_cases, rules_of

FILE = "rules_uk_ru.toml"
WITH_OTHERS = {"interception:impact"}
"""Keys that turn nothing down: they spare what another rule would."""


@pytest.mark.parametrize("case", list(rule_cases(FILE)), ids=lambda c: f"{c.name}-{'catches' if c.fires else 'spares'}-{c.text[:20]}")
def test_a_rule_turns_down_what_it_must_and_nothing_else(case: RuleCase, gazetteer: Gazetteer) -> None:
    """What a rule turns down is no strike; the close sentence is one."""
    done = fired(case.text, case.published, gazetteer)
    assert (case.name in done.names(case.where)) is case.fires
    assert any(isinstance(c, StrikeClaim) for c in done.findings.claims) is case.found


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_rule_has_both_cases(language: str) -> None:
    """Each key of the lexicon of what is no event has a case that it catches and one that it spares, in either language."""
    given = {r["name"] for r in rules_of(FILE) if r["language"] == language and r["catches"] and r["spares"]}
    keys = {f"{name}:{key}" for name in CONTEXT for key in table("context", name, language)}
    assert keys | {"summary:war_toll"} == given | WITH_OTHERS
