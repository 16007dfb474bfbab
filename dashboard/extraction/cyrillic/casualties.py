"""Who was killed, injured or is missing: words of fate in a line, tied to the people nearest to them by the words between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dashboard.extraction.cyrillic.among import is_part, with_parts
from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.cyrillic.people import people
from dashboard.extraction.cyrillic.runs import ONE, Group
from dashboard.extraction.fates import Casualties, Fate
from dashboard.extraction.lexicon import Hit
from dashboard.records import UNKNOWN, Estimate

SUFFERED = "suffered"
"""Killed or injured, as "постраждало" says; counted as injured unless the text says how many of them died."""
HOSPITAL = "hospital"
"""Told to lie in a hospital or to have burns; those whom it tells of stand before it."""
_FATES = {
    "killed": Fate.KILLED, "injured": Fate.INJURED, SUFFERED: Fate.INJURED, HOSPITAL: Fate.INJURED, "missing": Fate.MISSING,
}  # fmt: skip
_OPEN, _CLOSE = frozenset('«"“„'), frozenset('»"”“')
"""Around a single word: it is not meant ("сорок «поранених» евакуювали")."""
_BODY = re.compile(r"(?:тіл|тел|смерт|загибел|гибел)")
_NOT = re.compile(r"(?<!\w)(?:(?:не|ні|ни|без)(?: одн\w{1,3})?|жодн\w{1,3})\s$")
_ASIDE = re.compile(
    r",\s*(?:на жаль|к сожалению|за словами|по словам|за попередніми даними|по предварительным данным|як|за даними|по данным)[^,;.]{0,60},"
)
_ADJECTIVES = re.compile(r"\s(?:[а-яіїєґ'-]{2,30}(?:их|іх|ій|ої|ого|ые|ий|ых|ими|ої) ){0,3}")
_TOLL = re.compile(
    r"\s*(?:[—:(-]|(?:[\w'«»\"-]{1,30} ){0,9}?(?:до|становить|составляет|составило|склала|досягла|достигло|досягло|достигла|"
    r"стало|вже|уже|є))?\s*"
    r"(?:вже|уже)?\s*"
)
_COUNTED_NEXT = re.compile(r"[—:(-]|\bдо\b|^\s(?:(?:вже|уже|понад|более) )?$")
_TURN = re.compile(r"^\s*,?\s*(?:та|і|й|и|а|але|но|однак|тоді як|при цьому|при этом|зате)\s")
_OTHER_SUBJECT = re.compile(r"\b(?:що|який|яка|яке|які|якого|котор\w{2,3}|коли|когда|бо|тому|поэтому|якщо)\b")
_BOTH = re.compile(r"\s*(?:та|і|й|и|або|или|чи|/)\s*")
_SUBSET = re.compile(r"\s(?:з|із|зі|из)\s(?:[а-яіїєґ'-]{1,30}\s)?$")
_PRONOUN = re.compile(
    r"^\W*(?:(?:на жаль|к сожалению|згодом|пізніше|позже|тоді|від \S{1,20} поранень),? )?(?:він|вона|он|она|(?P<many>вони|"
    r"они|обоє|обидва|оба|усі|всі|все))(?!\w)"
)
_ELLIPSIS = re.compile(r"^\W*(?:ще |еще )?(?:у|в|на) [\w'-]{3,40}(?: [\w'-]{3,40}){0,2}(?: —| -|:)? (?:ще |еще )?[\w'-]{1,20}")
_LONGEST_ELLIPSIS = 160
BESIDE = 1.0
"""Words between people and the word of their fate where nothing else can be meant."""
_FURTHEST = 11.0
"""Words, a comma for three, between people and the word of their fate."""
_LONGEST_GAP = 140
_RIGHT_AFTER = 2


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of fate."""

    start: int
    end: int
    fate: str
    noun: bool


def casualties(line: Line) -> list[Casualties]:
    """What a line says of killed, injured and missing people, in order; spans count in its plain text."""
    zero = list(_zeros(line))
    words = _words(line, zero)
    if not words:
        return sorted(zero, key=lambda c: c.start)
    among = hits(line, "casualties", "among")
    groups = people(line, [Hit(w.start, w.end, "noun" if w.noun else "verb") for w in words], among)
    verbs = [w.start for w in words if not w.noun]
    free = [g for g in groups if _own_fate(g, words) or not any(is_part(line, h, g, verbs) for h in among)]
    out = [*_from_nouns(line, words, free), *zero]
    taken = {(g.start, g.end) for g in free for c in out if c.start <= g.start and g.end <= c.end}
    out += _from_verbs(line, [w for w in words if not w.noun], [g for g in free if (g.start, g.end) not in taken], out)
    out = _without_sum(_grown(sorted(out, key=lambda c: c.start)))
    return with_parts(line, out, groups, among)


def _own_fate(group: Group, words: Sequence[_Word]) -> bool:
    """As in "постраждали 14, з них двоє загинули": a part with a fate of its own, told right after it."""
    return any(0 <= w.start - group.end <= _RIGHT_AFTER and w.fate in {"killed", "missing"} for w in words)


def leaning(line: Line, before: Line) -> list[Casualties]:
    """Fates that lean on the sentence before: "Він загинув на місці" on its one person, "У Павлограді — четверо" on its fate."""
    words = _words(line, ())
    m = _PRONOUN.search(line.text)
    if words and m is not None and words[0].start >= m.end():
        told = [g for g in people(before, ()) if not g.bare]
        who = next((g for g in told if ((g.estimate.best or 0) > 1 if m["many"] else g.singular)), None)
        estimate = who.estimate if who else UNKNOWN if m["many"] else ONE
        if words[0].fate != SUFFERED and estimate.known:
            parts = who.parts if who else ()
            return [Casualties(m.start(), words[0].end, _FATES[words[0].fate], estimate, "casualties:carried", parts)]
    if not words and _ELLIPSIS.search(line.text):
        fates = [c for c in casualties(before) if (c.estimate.best or 0) > 0]
        groups = people(line, ())
        if groups and len({c.fate for c in fates}) == 1 and len(line.text) <= _LONGEST_ELLIPSIS:
            first = groups[0]
            return [Casualties(first.start, first.end, fates[0].fate, first.estimate, "casualties:ellipsis", first.parts)]
    return []


def _zeros(line: Line) -> Iterator[Casualties]:
    zero = Estimate(low=0, best=0, high=0)
    for h in hits(line, "casualties", "none"):
        fates = (Fate.KILLED, Fate.INJURED) if h.key in {"both", "unknown"} else (Fate(h.key),)
        for fate in fates:
            yield Casualties(h.start, h.end, fate, UNKNOWN if h.key == "unknown" else zero, f"no-casualties:{h.key}")


def _words(line: Line, zero: Sequence[Casualties]) -> list[_Word]:
    among = hits(line, "casualties", "among")
    found = [_Word(h.start, h.end, h.key, noun=False) for h in hits(line, "casualties", "states")]
    found += [
        _Word(h.start, h.end, h.key, noun=True)
        for h in hits(line, "casualties", "nouns")
        if not any(w.start < h.end and h.start < w.end for w in found)
    ]
    return sorted(
        (
            w
            for w in found
            if not any(z.start < w.end and w.start < z.end for z in zero)
            and not any(h.start <= w.start < h.end for h in among)
            and not _NOT.search(line.text[max(0, w.start - 14) : w.start])
            and not (line.text[w.start - 1 : w.start] in _OPEN and line.text[w.end : w.end + 1] in _CLOSE)
        ),
        key=lambda w: w.start,
    )


def _made(word: _Word, group: Group, how: str) -> Casualties:
    rule = f"casualties:{SUFFERED}" if word.fate == SUFFERED else f"casualties:{how}"
    return Casualties(
        min(word.start, group.start), max(word.end, group.end), _FATES[word.fate], group.estimate, rule, group.parts, group.additional,
        group.singular,
    )  # fmt: skip


def _from_nouns(line: Line, words: Sequence[_Word], groups: Sequence[Group]) -> list[Casualties]:
    """As in "5 поранених", "двоє цивільних загиблих", "кількість загиблих зросла до 12", "тіла двох людей"."""
    text, out = line.text, []
    used: set[int] = set()
    for w in words:
        if not w.noun:
            continue
        before = next(
            (i for i, g in enumerate(groups) if g.end <= w.start and i not in used and _ADJECTIVES.fullmatch(text[g.end : w.start])), None
        )
        if before is not None and not _BODY.match(text, w.start) and (groups[before].bare or not groups[before].singular):
            if _SUBSET.search(text[groups[before].end : w.start]):
                continue
            used.add(before)
            after = next((g for g in groups if g.start - w.end == 1 and not g.bare), None)
            out.append(_made(w, groups[before] if after is None else replace(groups[before], parts=after.parts), "noun"))
            continue
        following = next((i for i, g in enumerate(groups) if g.start >= w.end and i not in used), None)
        if following is None:
            continue
        g, gap = groups[following], text[w.end : groups[following].start]
        if any(v.start >= w.end and v.start < g.start for v in words) or len(gap) > _LONGEST_GAP:
            continue
        if _BODY.match(text, w.start):
            if re.fullmatch(r"\s(?:ще |еще )?(?:[а-яіїєґ'-]{2,30} ){0,2}", gap):
                used.add(following)
                out.append(_made(w, g, "body"))
        elif (not g.singular or g.bare) and _TOLL.fullmatch(gap) and (g.bare or _COUNTED_NEXT.search(gap)) and not _claimed(w, g, words):
            used.add(following)
            out.append(_made(w, g, "toll"))
    return out


def _claimed(word: _Word, group: Group, words: Sequence[_Word]) -> bool:
    """Whether a number after one word of fate belongs to the next: "загиблих, 5 поранених"."""
    return any(v is not word and 0 <= v.start - group.end <= 1 for v in words)


def _from_verbs(line: Line, verbs: Sequence[_Word], groups: Sequence[Group], told: Sequence[Casualties]) -> list[Casualties]:
    """Tie verbs to people: first those that stand side by side, then the others with whom is left."""
    out: list[Casualties] = []
    free = list(groups)
    done = {i for i, w in enumerate(verbs) if any(c.start <= w.start < c.end for c in told)}
    for furthest in (BESIDE, _FURTHEST):
        for i, w in enumerate(verbs):
            after = verbs[i + 1] if i + 1 < len(verbs) else None
            joint = after is not None and _BOTH.fullmatch(line.text[w.end : after.start]) is not None
            last = after if joint and after is not None else w
            if i in done:
                continue
            pair = (_nearest(line, w, free, verbs, before=True), _nearest(line, last, free, verbs, before=False))
            choice = min((c for c in pair if c is not None and c[0] <= furthest), key=lambda c: c[0], default=None)
            if choice is None:
                continue
            free.remove(choice[1])
            done.add(i)
            if last is w:
                out.append(_made(w, choice[1], "verb"))
                continue
            done.add(i + 1)
            if _FATES[last.fate] is _FATES[w.fate]:
                out.append(_made(w, choice[1], "verb"))
            else:
                # "загинули або поранені 12": how many of each is not told.
                vague = replace(choice[1], estimate=UNKNOWN, parts=())
                out += [_made(w, vague, "both"), _made(last, vague, "both")]
    return out


def _nearest(line: Line, w: _Word, groups: Sequence[Group], verbs: Sequence[_Word], *, before: bool) -> tuple[float, Group] | None:
    behind = (g for g in reversed(groups) if g.end <= w.start)
    group = next(behind if before else (g for g in groups if g.start >= w.end), None)
    if group is None or group.genitive or (w.fate == HOSPITAL and not before):
        return None
    start, end = (group.end, w.start) if before else (w.end, group.start)
    if end - start > _LONGEST_GAP or any(v is not w and start <= v.start < end for v in verbs):
        return None
    cost = _distance(line.text[start:end], before=before)
    if cost is not None and group.bare:
        cost = cost + 1 if cost <= 3 else None  # noqa: PLR2004 - a number without a noun stands close by
    return None if cost is None else (cost, group)


def _distance(gap: str, *, before: bool) -> float | None:
    """How far apart people and a word of fate are; None where they belong to different clauses."""
    gap = _ASIDE.sub(" ", gap)
    if re.search(r"[;.!?\n]", gap) or (before and ":" in gap):
        return None
    cost = len(gap.split()) + 3.0 * gap.count(",") + 1.0 * gap.count("—") + 1.0 * gap.count(":")
    if _TURN.match(gap) or (before and re.search(r"\s(?:та|і|й|и|а|але|но)\s*$", gap)):
        cost += 4
    if _OTHER_SUBJECT.search(gap):
        cost += 1
    return cost if cost <= _FURTHEST else None


def _grown(found: list[Casualties]) -> list[Casualties]:
    """As in "кількість загиблих зросла до 13: дістали тіла ще двох": the total of a sentence holds those told on top of others."""
    tolls = [c for c in found if c.rule == "casualties:toll"]
    return [replace(c, additional=False) if any(t.fate is c.fate and t is not c for t in tolls) else c for c in found]


def _without_sum(found: list[Casualties]) -> list[Casualties]:
    """As in "Постраждало 30: 4 загинули, 26 травмовано": the sum of both is a count of neither."""
    dead = sum(c.estimate.best or 0 for c in found if c.fate is Fate.KILLED)
    hurt = sum(c.estimate.best or 0 for c in found if c.fate is Fate.INJURED and c.rule != f"casualties:{SUFFERED}")
    return [c for c in found if not (c.rule == f"casualties:{SUFFERED}" and dead and hurt and c.estimate.best == dead + hurt)]
