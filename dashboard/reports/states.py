"""States by any of their names and by their code, under the English name that the gazetteer uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gazetteer.tables import listed, table


@dataclass(frozen=True, slots=True)
class State:
    """A state as a donor or recipient."""

    name: str
    """Its usual English name."""
    code: str
    """ISO 3166-1 alpha-2."""


def state_named(name: str) -> State | None:
    """The state of this name, in any case; None where no state is called so."""
    return _by_name().get(_key(name))


def state_coded(code: str) -> State | None:
    """The state of this ISO 3166-1 alpha-2 code; None where there is none."""
    return _by_code().get(code.strip().upper())


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


@cache
def _by_code() -> Mapping[str, State]:
    return {row["code"]: State(row["name"], row["code"]) for row in table("countries")}


@cache
def _by_name() -> Mapping[str, State]:
    named = {_key(also): State(row["name"], row["code"]) for row in table("countries") for also in listed(row["also"])}
    return named | {_key(state.name): state for state in _by_code().values()}
