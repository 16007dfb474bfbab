"""Invented strikes, each told by one to five outlets with other words, names, days and tolls, and others that are easily mistaken for them.

The tolls rise from report to report, places go by other spellings, by a part of the town or by its region, days by their name, their
date or "overnight". Near misses: a second strike on the same town within the week, of the same weapon or another; a strike on a
neighbouring town on the same day; an earlier strike told again as context.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SEED = 20240613
FIRST_DAY, DAYS = date(2023, 1, 9), 640


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town with what it is also called, and a town near it."""

    name: str
    others: tuple[str, ...]
    part: str
    """A part of it, as reports name it."""
    region: str
    neighbour: str
    side: str
    """Who strikes there."""


TOWNS = tuple(
    Town(name=name, others=tuple(filter(None, others.split(","))), part=part, region=region, neighbour=neighbour, side=side)
    for name, others, part, region, neighbour, side in (
        ("Kharkiv", "Kharkov", "Kharkiv’s Saltivka district", "Kharkiv region", "Chuhuiv", "Russian"),
        ("Odesa", "Odessa", "the port of Odesa", "Odesa region", "Chornomorsk", "Russian"),
        ("Zaporizhzhia", "Zaporizhia", "Zaporizhzhia", "Zaporizhzhia region", "Vilniansk", "Russian"),
        ("Dnipro", "", "the centre of Dnipro", "Dnipropetrovsk region", "Pavlohrad", "Russian"),
        ("Kryvyi Rih", "Krivoy Rog", "Kryvyi Rih", "Dnipropetrovsk region", "Nikopol", "Russian"),
        ("Mykolaiv", "Nikolaev", "Mykolaiv", "Mykolaiv region", "Ochakiv", "Russian"),
        ("Chernihiv", "Chernigov", "the centre of Chernihiv", "Chernihiv region", "Nizhyn", "Russian"),
        ("Poltava", "", "Poltava", "Poltava region", "Myrhorod", "Russian"),
        ("Sumy", "", "the centre of Sumy", "Sumy region", "Okhtyrka", "Russian"),
        ("Kherson", "", "central Kherson", "Kherson region", "Beryslav", "Russian"),
        ("Kramatorsk", "", "Kramatorsk", "Donetsk region", "Kostiantynivka", "Russian"),
        ("Lviv", "Lvov", "Lviv", "Lviv region", "Stryi", "Russian"),
        ("Vinnytsia", "Vinnitsa", "the centre of Vinnytsia", "Vinnytsia region", "Khmilnyk", "Russian"),
        ("Izium", "Izyum", "Izium", "Kharkiv region", "Balakliia", "Russian"),
        ("Belgorod", "", "the centre of Belgorod", "Belgorod region", "Shebekino", "Ukrainian"),
        ("Kursk", "", "Kursk", "Kursk region", "Rylsk", "Ukrainian"),
        ("Rafah", "", "Rafah", "the southern Gaza Strip", "Khan Younis", "Israeli"),
        ("Nabatieh", "Nabatiyeh", "Nabatieh", "southern Lebanon", "Tyre", "Israeli"),
        ("Idlib", "", "the centre of Idlib", "Idlib province", "Ariha", "Russian"),
        ("El Fasher", "Al-Fashir", "El Fasher", "North Darfur", "Nyala", "RSF"),
    )
)
WEAPONS = {
    "missile": ("missile strike", "missile", "missiles"),
    "drone": ("drone attack", "drone", "drones"),
    "artillery": ("artillery attack", "artillery shell", "artillery shells"),
    "bomb": ("guided bomb attack", "guided bomb", "guided bombs"),
}
TARGETS = {
    "residential": ("an apartment building", "a residential building", "a five-storey block of flats"),
    "medical": ("a hospital", "a city hospital", "a maternity ward"),
    "energy": ("a power station", "an electrical substation", "a thermal power plant"),
    "commercial": ("a market", "a shopping centre", "a supermarket"),
    "education": ("a school", "a university building", "a kindergarten"),
    "transport": ("a railway station", "a bus stop", "a bus station"),
}
OUTLETS = tuple(
    f"{name} {kind}" for name in ("Harbour", "Meridian", "Northern", "Evening", "Union", "Steppe") for kind in ("Post", "Wire", "Herald")
)
_WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """What truly happened."""

    number: int
    town: Town
    place: str
    """The town, or the one beside it."""
    day: date
    at_night: bool
    weapon: str
    target: str
    killed: int
    injured: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One report: its text, and the strikes that it tells, its news first."""

    doc_id: str
    outlet: str
    published: date
    text: str
    strikes: tuple[Strike, ...]


def strikes(count: int, towns: Sequence[Town] = TOWNS) -> Iterator[Strike]:
    """At least `count` strikes on these towns, with their near misses."""
    draw = random.Random(SEED)  # noqa: S311 - the same each time, no secret
    taken: set[tuple[str, date]] = set()
    number = 0
    while number < count:
        town = draw.choice(towns)
        day = FIRST_DAY + timedelta(days=draw.randrange(DAYS))
        if any((town.name, day + timedelta(days=d)) in taken for d in range(-8, 9)):
            continue
        first = _strike(draw, number, town, town.name, day)
        group = [first]
        chance = draw.random()
        if chance < 0.35:  # the same town again within the week
            later = day + timedelta(days=draw.randrange(1, 6))
            group.append(_strike(draw, number + 1, town, town.name, later, weapon=first.weapon if draw.random() < 0.5 else None))
        elif chance < 0.55:  # the neighbouring town on the same day
            group.append(_strike(draw, number + 1, town, town.neighbour, day, weapon=first.weapon if draw.random() < 0.5 else None))
        taken |= {(town.name, each.day) for each in group}
        number += len(group)
        yield from group


def _strike(draw: random.Random, number: int, town: Town, place: str, day: date, *, weapon: str | None = None) -> Strike:
    return Strike(
        number=number,
        town=town,
        place=place,
        day=day,
        at_night=draw.random() < 0.3,
        weapon=weapon or draw.choice(list(WEAPONS)),
        target=draw.choice(list(TARGETS)),
        killed=min(60, int(draw.paretovariate(0.9))) if draw.random() < 0.85 else 0,
        injured=draw.randrange(2, 60),
    )


def tellings(of: list[Strike]) -> Iterator[Telling]:
    """One to five reports of each strike, from the morning after on; some tell the town's earlier strike again."""
    draw = random.Random(SEED + 1)  # noqa: S311 - as above
    before: dict[str, Strike] = {}
    for strike in of:
        earlier = before.get(strike.place)
        before[strike.place] = strike
        outlets = draw.sample(OUTLETS, draw.choice((1, 2, 2, 3, 3, 4, 5)))
        killed, injured, day = (
            strike.killed,
            strike.injured,
            strike.day + timedelta(days=1 if strike.at_night and draw.random() < 0.5 else 0),
        )
        tolls = sorted(
            (max(0, killed - draw.randrange(0, 1 + killed // 2)), max(1, injured - draw.randrange(0, 1 + injured // 2))) for _ in outlets
        )
        tolls[-1] = (killed, injured)
        for position, (outlet, toll) in enumerate(zip(outlets, tolls, strict=True)):
            text, told = _text(draw, strike, day, toll, earlier=earlier, first=position == 0)
            yield Telling(
                doc_id=f"r{strike.number:04d}-{position}",
                outlet=outlet,
                published=day,
                text=text,
                strikes=(strike, earlier) if told and earlier else (strike,),
            )
            day += timedelta(days=draw.choice((0, 0, 1, 1, 2)))


def _text(
    draw: random.Random, strike: Strike, day: date, toll: tuple[int, int], *, earlier: Strike | None, first: bool
) -> tuple[str, bool]:
    """A report of one day, and whether it tells the earlier strike too."""
    town = strike.town
    names = [strike.place, strike.place, strike.place]
    if strike.place == town.name:
        names += [*town.others, town.part]
        if not first and draw.random() < 0.25:
            names = [town.region]
    name = draw.choice(names)
    attack, one, many = WEAPONS[strike.weapon]
    target = draw.choice(TARGETS[strike.target])
    killed, injured = toll
    dead, hurt = _count(draw, killed), _count(draw, injured)
    people, were, have = ("person", "was", "has") if killed == 1 else ("people", "were", "have")
    when, overnight = _when(draw, strike, day)
    side = town.side
    if killed:
        leads = [
            f"A {side} {attack} on {name} {when} killed {dead} {people} and injured {hurt}, local officials said.",
            f"{dead.capitalize()} {people} {were} killed and {hurt} injured when {side} {many} hit {target} in {name} {when}.",
            f"At least {dead} {people} {have} died after a {side} {one} struck {target} in {name} {when}. Another {hurt} were wounded.",
            f"{side} {many} struck {name} {when}, killing {dead} {people} and wounding {hurt}, the regional governor said.",
        ]
        if not first and not overnight:
            leads.append(
                f"The death toll from a {side} {attack} on {name} {when} has risen to {dead}, the emergency service said. "
                f"{hurt.capitalize()} people were injured."
            )
    else:
        leads = [
            f"A {side} {attack} on {name} {when} injured {hurt} people, local officials said. No one was killed.",
            f"{hurt.capitalize()} people were injured when {side} {many} hit {target} in {name} {when}.",
        ]
    body = [draw.choice(leads)]
    if target not in body[0] and draw.random() < 0.7:
        body.append(f"The {one} hit {target}, the mayor said.")
    body.append(draw.choice(_FILLERS))
    told = earlier is not None and earlier.killed > 0 and 2 <= (day - earlier.day).days <= 40 and draw.random() < 0.4
    if told and earlier is not None:
        count = _count(draw, earlier.killed)
        body.append(
            f"On {_date(earlier.day)}, a {earlier.town.side} {WEAPONS[earlier.weapon][0]} on {earlier.place} killed {count} "
            f"{'person' if earlier.killed == 1 else 'people'}."
        )
    return f"date {day.isoformat()}\n\n" + "\n\n".join(body), told


_FILLERS = (
    "Rescue workers searched the rubble through the day, and the fire was put out by the evening.",
    "Windows were blown out in the streets around, and several cars burned.",
    "The mayor asked residents to stay in shelters until the all-clear.",
    "Photographs showed smoke over the rooftops and firefighters at work.",
)


def _when(draw: random.Random, strike: Strike, day: date) -> tuple[str, bool]:
    """The strike's day in the words of a report of `day`, and whether they say that it was in the night."""
    gap = (day - strike.day).days
    weekday = _WEEKDAYS[strike.day.weekday()]
    if strike.at_night and gap <= 1 and draw.random() < 0.6:
        return draw.choice(("overnight", f"overnight into {_WEEKDAYS[day.weekday()]}" if gap == 1 else "overnight")), True
    if gap > 5:
        return f"on {_date(strike.day)}", False
    return draw.choice(
        (f"on {weekday}", f"on {weekday}", f"late on {weekday}" if strike.at_night else f"on {weekday} morning", f"on {_date(strike.day)}")
    ), False


def _date(day: date) -> str:
    return f"{day.day} {day:%B}"


def _count(draw: random.Random, number: int) -> str:
    return _WORDS[number] if 0 < number < len(_WORDS) and draw.random() < 0.6 else str(number)
