"""Who gives and who receives in an IATI activity."""

from __future__ import annotations

import re
from typing import Final

from dashboard.reports.coded import LONGEST_ID
from dashboard.reports.iati_words import Node, narrative, words_of_iati
from dashboard.reports.states import State, state_coded
from dashboard.reports.table_amounts import number_of

_GOVERNMENT: Final = "10"
"""OrganisationType of a state's government."""
_DAC: Final = re.compile(r"XM-DAC-(\d{1,3})(?:-.*)?", re.ASCII)
_REGISTER: Final = re.compile(r"([A-Z]{2})-.+", re.ASCII)
_WHOLE: Final = 99
"""Percent from which on a share is the whole, rounded."""


def party(organisation: Node, usual: str) -> tuple[str | None, str | None]:
    """An organisation's usual name; where it is a state's government the state's, with its code."""
    ref = organisation.attributes.get("ref", "")
    named = next((name for begins, name in words_of_iati()["organisations"].items() if ref.startswith(begins)), None)
    if named is not None:
        return str(named), None
    state = _state(ref, organisation.attributes.get("type", ""))
    if state is not None:
        return state.name, state.code
    return narrative(organisation, usual)[:LONGEST_ID] or ref[:LONGEST_ID] or None, None


def _state(ref: str, kind: str) -> State | None:
    """The state whose government an identifier belongs to: by its DAC donor code, or by the register that gave it."""
    donor = _DAC.fullmatch(ref)
    if donor is not None:
        code = words_of_iati()["donors"].get(donor[1])
        return state_coded(code) if code else None
    register = _REGISTER.fullmatch(ref)
    return state_coded(register[1]) if register and (kind == _GOVERNMENT or ref[2:].startswith("-GOV-")) else None


def recipient(transaction: Node, activity: Node) -> State | None:
    """The one state that receives a transaction: its own, else the activity's; None where there are several, and nothing is split."""
    own = list(transaction.all("recipient-country"))
    if own or transaction.first("recipient-region"):
        return state_coded(own[0].attributes.get("code", "")) if len(own) == 1 else None
    all_of = list(activity.all("recipient-country"))
    if len(all_of) != 1 or activity.first("recipient-region"):
        return None
    share = number_of(all_of[0].attributes.get("percentage", "100"))
    return state_coded(all_of[0].attributes.get("code", "")) if share is not None and share >= _WHOLE else None


def shares(activity: Node, usual: str) -> str:
    """The countries and regions of an activity with their percentages, in words."""
    told = []
    for node in (*activity.all("recipient-country"), *activity.all("recipient-region")):
        code = node.attributes.get("code", "")
        state = state_coded(code) if node.tag == "recipient-country" else None
        name = state.name if state else narrative(node, usual)
        share = node.attributes.get("percentage")
        told.append(" ".join(part for part in (name, f"({code})" if code else "", f"{share}%" if share else "") if part))
    return "; ".join(each for each in told if each)
