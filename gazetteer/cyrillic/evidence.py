"""What speaks for and against a Ukrainian or Russian mention being a place name, in rough log-odds; above zero it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gazetteer.cyrillic import cues
from gazetteer.cyrillic.morphology import Form
from gazetteer.cyrillic.units import Unit
from gazetteer.fame import Fame
from gazetteer.index import Link
from gazetteer.place import PlaceKind, ToponymKind
from gazetteer.tables import Grade

_OPENING_QUOTES = "«“„\"'"
_CLOSING_QUOTES = "»”“\"'"
_WELL_KNOWN = 2.0
_SURE = 4.0
_CERTAIN = frozenset({"abbreviation", "facility"})
_ADJECTIVE = re.compile(r"(?:ск|цк|ськ|цьк|зьк)(?:ий|ом|ого|ому|им|ой|ая|ую|ое|ім|ій)$")
"""The endings of adjectives of places, some of which the dictionary takes for a town's own."""
_PERSON = -3.0
"""What a title before a hardly known name takes; a given name beside it takes more."""


@dataclass(slots=True, kw_only=True)
class Finding:
    """A stretch of units that may name a place; without links, one that is known to name none."""

    at: int
    count: int = 1
    """How many units are done with."""
    spanned: int = 1
    """How many units the name takes."""
    key: str = ""
    links: tuple[Link, ...] = ()
    forms: tuple[Form, ...] = ()
    """The readings of a single word that lead to the name."""
    kind: ToponymKind | None = None
    wanted: PlaceKind | None = None
    rules: list[str] = field(default_factory=list)


def weigh(finding: Finding, row: Sequence[Unit], fame: Fame, text: str, *, listed: bool) -> float:
    """The evidence for a finding, `listed` if it follows another place in a list; its kind is set where the words around it settle that."""
    if finding.kind is ToponymKind.DEMONYM or finding.wanted is not None or not _CERTAIN.isdisjoint(finding.rules):
        return _SURE
    if all(grade is Grade.METONYM for _, grade in finding.links):
        finding.kind = ToponymKind.METONYM
        return _SURE
    known = fame.of(finding.links)
    value = known + (1.5 if finding.spanned > 1 else 0.0) + 0.5
    value += max(_led_to(finding, row), 2.0 if listed else 0.0)
    value += _as_person(finding, row, known)
    value += _as_common(finding, row)
    value += _as_name_of_a_thing(finding, row, text)
    value += _holder_after(finding, row)
    value += _of_a_division(finding, row)
    value += _list_after(finding, row, fame)
    return value


def _led_to(finding: Finding, row: Sequence[Unit]) -> float:
    """By a preposition or by a word for a settlement."""
    if not finding.at:
        return 0.0
    unit, before = row[finding.at], row[finding.at - 1]
    if unit.blank_before or unit.gap in {". ", ".", ".\u00a0"}:
        if before.is_one_of(cues.SETTLEMENTS):
            finding.rules.append("settlement")
            finding.wanted = PlaceKind.POPULATED
            return 4.0
        if before.is_one_of(cues.KINDS_BEFORE):
            finding.wanted = PlaceKind.REGION
            return 3.0
        if before.is_one_of(cues.RESIDENTS):
            return 2.0
        if before.key in cues.BESIDE:
            return 2.5
        if before.key in cues.INTO and not unit.first:
            locative = before.key in cues.LOCATIVE and any(form.case in {"loct", "datv"} for form in finding.forms)
            return 2.0 if locative else 1.0
    return 0.0


def _as_person(finding: Finding, row: Sequence[Unit], known: float) -> float:
    """Beside a given name, an initial or a title; a surname that is hardly known as a place."""
    unit = row[finding.at]
    value = 0.0
    if finding.at and unit.blank_before:
        before = row[finding.at - 1]
        named = before.capital and any(form.given_name for form in before.forms)
        if named and not (before.first and any(form.common for form in before.forms)):
            value -= 6.0
        elif known < _WELL_KNOWN and (before.first or not before.capital) and _is_of_person(before, unit):
            value += _PERSON
    elif finding.at and unit.gap in {". ", ".", ".\u00a0"} and row[finding.at - 1].capital and len(row[finding.at - 1].text) == 1:
        value -= 6.0
    value += _before_surname(unit, row, finding.at + finding.count)
    if value > _PERSON and known < _WELL_KNOWN and any(form.surname or form.given_name or form.animate for form in unit.forms):
        value -= 3.0 if unit.first and any(form.animate and form.case == "nomn" for form in unit.forms) else 1.0
    if value <= _PERSON:
        finding.rules.append("person")
    return value


def _is_of_person(before: Unit, unit: Unit) -> bool:
    """Whether a word for somebody stands before what may be a surname: "слідчий Бахмутов"."""
    somebody = any(form.animate and form.common for form in before.forms) and not before.is_one_of(cues.RESIDENTS)
    return somebody and any(form.surname or form.given_name for form in unit.forms)


def _before_surname(unit: Unit, row: Sequence[Unit], behind: int) -> float:
    """What a given name ("Володимир", which is a town too) loses by the capitalised word after it."""
    if behind >= len(row) or not row[behind].blank_before or not row[behind].capital or _divides(row, behind):
        return 0.0
    surname = any(form.surname for form in row[behind].forms)
    named = any(form.given_name or (form.animate and surname) for form in unit.forms)
    return -5.0 if named else 0.0


def _as_common(finding: Finding, row: Sequence[Unit]) -> float:
    """An ordinary word whose capital may be the sentence's."""
    unit = row[finding.at]
    if unit.first and any(form.pronoun for form in unit.forms):
        return -8.0
    compound = "-" in unit.text and unit.text.rpartition("-")[2][:1].isupper()
    if finding.spanned > 1 or compound or not any(form.common for form in unit.forms) or unit.loud:
        return 0.0
    only = all(form.common or form.surname or form.given_name for form in unit.forms)
    if unit.first:
        return -4.0 if only or unit.forms[0].common else -1.5
    return -1.5 if only else -0.5


def _as_name_of_a_thing(finding: Finding, row: Sequence[Unit], text: str) -> float:
    """In quotation marks of its own, or beside a word that makes an organisation or a street of it."""
    unit, last = row[finding.at], row[finding.at + finding.spanned - 1]
    behind = finding.at + finding.spanned
    continued = behind < len(row) and row[behind].blank_before and row[behind].capital
    end = row[behind].end if continued else last.end
    opened = text[max(0, unit.start - 1) : unit.start]
    if opened and opened in _OPENING_QUOTES and text[end : end + 1] and text[end : end + 1] in _CLOSING_QUOTES:
        finding.kind = ToponymKind.OTHER
        before = row[finding.at - 1] if finding.at else None
        return -1.0 if before is not None and before.is_one_of(cues.FACILITIES) else -4.0
    if finding.at and unit.blank_before and row[finding.at - 1].is_one_of(cues.ORGANISATIONS):
        finding.kind = ToponymKind.OTHER
        return -2.0
    return 0.0


def _holder_after(finding: Finding, row: Sequence[Unit]) -> float:
    """Before the division that it lies in: "Крячки Васильківського району", "Лозова (Харківська область)"."""
    place = finding.at + finding.spanned
    return 3.0 if place < len(row) and row[place].gap.strip(" \u00a0") in {"", ",", "("} and _divides(row, place) else 0.0


def _of_a_division(finding: Finding, row: Sequence[Unit]) -> float:
    """An adjective before "район" or "область" of which no division is known: no town of that sound is meant."""
    behind = finding.at + finding.spanned
    named = behind < len(row) and row[behind].blank_before and any(key in cues.KINDS for key in row[behind].keys)
    if not named:
        return 0.0
    last = row[behind - 1]
    return -12.0 if _ADJECTIVE.search(last.key) or any(form.adjective for form in last.forms) else 0.0


def _list_after(finding: Finding, row: Sequence[Unit], fame: Fame) -> float:
    """Before a comma and another capitalised word: the first of a list."""
    behind = finding.at + finding.spanned
    return 1.0 if behind < len(row) and row[behind].gap in {", ", ",\u00a0"} and row[behind].capital and fame.of(finding.links) > 0 else 0.0


def _divides(row: Sequence[Unit], at: int) -> bool:
    """Whether a division's name begins here: an adjective and the word for its kind."""
    if at + 1 >= len(row) or not row[at].capital:
        return False
    return any(form.adjective for form in row[at].forms) and any(key in cues.KINDS for key in row[at + 1].keys)
