"""Which rules fire while a text is read: those that leave their name in the findings, and those that are seen at work."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import wraps
from types import ModuleType
from typing import Any
from unittest.mock import patch

from dashboard.extraction import (
    aid,
    asserting,
    figures,
    gathering,
    housing,
    mentions,
    nesting,
    packages,
    places,
    read,
    roles,
    strikes,
    subject,
)
from dashboard.extraction.finding import Findings
from dashboard.extraction.goods import Gift
from dashboard.extraction.lexicon import word_list
from dashboard.records import AidClaim, StrikeClaim
from dashboard.reports import plain_text
from gazetteer import Gazetteer
from tests.dashboard.extraction.grading import CASES

PUBLISHED = date(2024, 6, 20)
"""A Thursday: the day of every case that gives none."""
STRIKE_RULES, AID_RULES = frozenset(("rejected", "silenced")), frozenset(("amount",))
"""Where rules turn something down: what they catch is no strike, or no aid; what they spare still is."""


@dataclass(frozen=True, slots=True)
class RuleCase:
    """A text in which a rule must fire, or must not."""

    name: str
    where: str
    text: str
    fires: bool
    published: date | None = PUBLISHED
    at: str | None = None
    """The place name that the rule speaks of; None for any."""
    found: bool | None = None
    """Whether a strike (or a piece of aid) must be found in it; None where that does not matter."""


@dataclass(slots=True)
class Fired:
    """Names of rules by where they are seen, and the findings."""

    findings: Findings
    seen: list[tuple[str, str]] = field(default_factory=list)
    """Names of rules seen at work, each with the place name that it spoke of."""

    def names(self, where: str) -> set[str]:
        """The rules that fired, by where they show."""
        found = self.findings
        claims = found.claims
        shown: Mapping[str, Callable[[], set[str]]] = {
            "skipped": lambda: {s.rule for s in found.skipped},
            "rejected": lambda: {r.rule for r in found.sentences},
            "silenced": lambda: set() if any(isinstance(c, StrikeClaim) for c in claims) else {name for name, _ in self.seen},
            "amount": lambda: {r.rule for r in found.amounts},
            "support": lambda: {e.rule for c in claims for e in (c.evidence, *c.support)},
            "weapon": lambda: {f"weapon:{w.value}" for c in claims if isinstance(c, StrikeClaim) for w in c.weapons},
            "target": lambda: {f"target:{c.target.value}" for c in claims if isinstance(c, StrikeClaim) and c.target},
            "group": lambda: {f"actor:{c.actor}" for c in claims if isinstance(c, StrikeClaim)},
            "category": lambda: {f"category:{c.category.value}" for c in claims if isinstance(c, AidClaim)},
        }
        return shown[where]() if where in shown else {name for name, _ in self.seen}


def rules_of(file: str) -> list[dict[str, Any]]:
    """The rules of a file of cases."""
    return list(tomllib.loads((CASES / file).read_text("utf-8"))["rule"])


def rule_cases(file: str) -> Iterator[RuleCase]:
    """Every text of a file, what a rule catches before what it spares."""
    for rule in rules_of(file):
        for key in ("catches", "spares"):
            for given in rule[key]:
                case: Mapping[str, Any] = {"text": given} if isinstance(given, str) else given
                turns_down = rule["where"] in STRIKE_RULES | AID_RULES
                yield RuleCase(
                    name=rule["name"],
                    where=rule["where"],
                    text=case["text"],
                    fires=key == "catches",
                    published=None if case.get("undated") else case.get("published", PUBLISHED),
                    at=case.get("at"),
                    found=case.get("found", key == "spares" if turns_down else None),
                )


def fired(text: str, published: date | None, gazetteer: Gazetteer) -> Fired:
    """Read a text as a report of its own, with every rule watched."""
    header = f"date {published.isoformat()}\n\n" if published else ""
    report = plain_text.report(header + text, name="rule", doc_id="rule", retrieved_at=datetime(2026, 1, 1, tzinfo=UTC))
    toponyms = gazetteer.geoparse(report.text)
    relatives = gazetteer.relatives(report.text, toponyms)
    seen: list[tuple[str, str]] = []
    with _watched(seen):
        findings = read(report, toponyms, relatives)
    cues = [(f"{table}:{hit.key}", "") for table in CONTEXT if table != "noise" for hit in word_list("context", table).find(text)]
    return Fired(findings, [*seen, *cues])


CONTEXT = ("noise", "hypothetical", "allusion", "summary", "history", "interception", "other_harm")
"""The tables of the lexicon of what is no event."""
Decides = Callable[[tuple[Any, ...], Any], bool]
"""From a function's arguments and result, whether it took a decision."""


def _says_so(_: tuple[Any, ...], result: object) -> bool:
    return bool(result)


def _changes(arguments: tuple[Any, ...], result: object) -> bool:
    return result is not arguments[0]


def _joins(arguments: tuple[Any, ...], result: Any) -> bool:  # noqa: ANN401 - lists of claims
    return len(result) < len(arguments[-1])


DECISIONS: tuple[tuple[ModuleType, str, str, Decides], ...] = (
    (mentions, "news_of", "clauses:news-of", _changes),
    (mentions, "struck_places", "clauses:struck-places", _changes),
    (mentions, "listed", "sharing:listed", _says_so),
    (mentions, "weapon_did", "mentions:weapon-did", _says_so),
    (asserting, "_struck_place", "mentions:struck-place", _says_so),
    (mentions, "_aside", "mentions:aside", _says_so),
    (mentions, "told_dates", "dates:of-speech", lambda _, dates: any(d.of_speech for d in dates)),
    (mentions, "told_dates", "dates:of-attack", lambda _, dates: any(d.of_attack for d in dates)),
    (gathering, "place_in_view", "focus:place-in-view", _says_so),
    (gathering, "sharper_place", "focus:sharper-place", _says_so),
    (gathering, "_just_told", "gathering:just-told", _says_so),
    (strikes, "back", "promotion:back", lambda arguments, _: any(c.backed for c in arguments[0])),
    (housing, "_is_country_total", "housing:is-country-total", _says_so),
    (nesting, "_led_to", "nesting:led-to", _says_so),
    (nesting, "_sums_to", "nesting:sums-to", _says_so),
    (nesting, "_same_figures", "nesting:same-figures", _says_so),
    (nesting, "_parted", "nesting:parted", _says_so),
    (nesting, "_worth_a_country", "nesting:worth-a-country", _says_so),
    (places, "_is_quarter", "places:is-quarter", _says_so),
    (places, "_frames", "places:frames", _says_so),
    (places, "_is_misread", "places:is-misread", _says_so),
    (places, "_is_seat", "places:is-seat", _says_so),
    (figures, "_superseded", "figures:superseded", _says_so),
    (figures, "_carried", "figures:carried", _says_so),
    (aid, "is_earlier", "timing:is-earlier", _says_so),
    (aid, "is_background", "timing:is-background", _says_so),
    (aid, "parties", "party:unnamed", lambda _, people: any(p.rule == "party:unnamed" for p in people)),
    (aid, "gift_in", "party:usual", lambda _, gift: isinstance(gift, Gift) and gift.recipient.rule == "party:usual"),
    (aid, "gift_in", "party:own-region", lambda _, gift: isinstance(gift, Gift) and gift.recipient.rule == "party:own-region"),
    (packages, "_parts", "packages:parts", lambda _, claims: any(c.part_of is not None for c in claims)),
    (packages, "_goods_to_packages", "packages:goods-to-packages", _joins),
    (packages, "_once", "packages:once", _joins),
)
"""Rules that decide by what they return and leave no name: where they are called, by which name, and what counts as a decision."""


@contextmanager
def _watched(seen: list[tuple[str, str]]) -> Iterator[None]:
    """Note in `seen` every rule that decides something."""
    with ExitStack() as stack:
        for module, function, name, decides in DECISIONS:
            stack.enter_context(patch.object(module, function, _noting(getattr(module, function), name, decides, seen)))
        for module in (roles, housing):
            rules = tuple(_noting(rule, named(module, rule), _says_so, seen) for rule in module._RULES)
            stack.enter_context(patch.object(module, "_RULES", rules))
        for module in (gathering, places):
            stack.enter_context(patch.object(module, "antecedent", _noting_anaphor(module.antecedent, seen)))
        stack.enter_context(patch.object(strikes, "kept", _noting_subject(subject.kept, seen)))
        yield


def named(module: ModuleType, rule: Callable[..., object]) -> str:
    """The name of a rule that is a function: "roles:shot-down"."""
    return f"{module.__name__.rpartition('.')[2]}:{rule.__name__.strip('_').replace('_', '-')}"


def _noting(function: Callable[..., Any], name: str, decides: Decides, seen: list[tuple[str, str]]) -> Callable[..., Any]:
    @wraps(function)
    def noting(*arguments: Any, **named_arguments: Any) -> Any:  # noqa: ANN401 - stands for any function
        result = function(*arguments, **named_arguments)
        if decides(arguments, result):
            seen.append((name, getattr(arguments[0], "name", "") if arguments else ""))
        return result

    return noting


def _noting_anaphor(function: Callable[..., Any], seen: list[tuple[str, str]]) -> Callable[..., Any]:
    @wraps(function)
    def noting(document: Any, anaphor: Any, every: Any) -> Any:  # noqa: ANN401 - passed on as they are
        result = function(document, anaphor, every)
        if result is not None:
            seen.append((f"anaphora:{anaphor.sort}", document.report.text[slice(*result.name_span)]))
        return result

    return noting


def _noting_subject(function: Callable[..., Any], seen: list[tuple[str, str]]) -> Callable[..., Any]:
    @wraps(function)
    def noting(*arguments: Any) -> Any:  # noqa: ANN401 - passed on as they are
        result = function(*arguments)
        seen.extend((f"subject:{r.rule.partition(':')[2]}", "") for r in result[1] if not r.rule.startswith("strike:"))
        return result

    return noting
