"""Ids that stay: an event keeps the id that it had while claims join it, and an id that a join retires still leads somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from dashboard.records import Event, Join, Package, digest

Merged = TypeVar("Merged", Event, Package)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A claim's place in what was merged before."""

    claim_id: str
    member_of: str
    position: int
    """0 is the anchor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Events and packages under the ids that they keep."""

    events: tuple[Event, ...]
    packages: tuple[Package, ...]
    retired: Mapping[str, str]
    """Ids that are no more, each with the id of what took it in."""


def keep_ids(events: Sequence[Event], packages: Sequence[Package], before: Iterable[Member]) -> Kept:
    """Give newly merged events and packages the ids that their claims had before.

    An anchor that was one before brings its id along; then old anchors that are plain members now are heard, then all other claims in
    their order. The first to ask for an id has it; an event that finds none free keeps the one that it came with.
    """
    members = sorted(before, key=lambda member: (member.position, member.member_of))
    renamed = _names([(event.event_id, event.joins) for event in events], members)
    renamed |= _names([(package.package_id, package.joins) for package in packages], members)

    def new(old: str | None) -> str | None:
        return None if old is None else renamed.get(old, old)

    kept_events = tuple(replace(event, event_id=renamed[event.event_id], part_of=new(event.part_of)) for event in events)
    kept_packages = tuple(replace(package, package_id=renamed[package.package_id], part_of=new(package.part_of)) for package in packages)
    now_in = _places(kept_events, lambda event: event.event_id) | _places(kept_packages, lambda package: package.package_id)
    alive = set(now_in.values())
    retired: dict[str, str] = {}
    for member in members:
        if member.member_of not in alive and member.claim_id in now_in:
            retired.setdefault(member.member_of, now_in[member.claim_id])
    return Kept(events=kept_events, packages=kept_packages, retired=retired)


def _names(merged: Iterable[tuple[str, Sequence[Join]]], members: Sequence[Member]) -> dict[str, str]:
    """For each id that merging gave, the id to keep."""
    listed = list(merged)
    now_in = {join.claim_id: own for own, joins in listed for join in joins}
    anchors = {joins[0].claim_id for _, joins in listed if joins}
    names: dict[str, str] = {}
    given: set[str] = set()
    for member in sorted(members, key=lambda each: (each.position > 0 or each.claim_id not in anchors, each.position, each.member_of)):
        own = now_in.get(member.claim_id)
        if own is not None and own not in names and member.member_of not in given:
            names[own] = member.member_of
            given.add(member.member_of)
    for own, _ in listed:
        if own not in names:  # its own id may be in use by what took its old claims
            names[own] = own if own not in given else digest(own, "again")
            given.add(names[own])
    return names


def _places(merged: Iterable[Merged], key: Callable[[Merged], str]) -> dict[str, str]:
    """Each claim with the id that it is now under."""
    return {join.claim_id: key(each) for each in merged for join in each.joins}
