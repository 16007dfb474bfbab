"""Strike mentions: what each sentence says of one strike, before mentions of the same strike are brought together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.codes import Target, TimePrecision
from dashboard.extraction.anaphora import Anaphor, anaphora
from dashboard.extraction.around import Role
from dashboard.extraction.asserting import attacked, weapon_did
from dashboard.extraction.attacks import NO_SIGNALS, Actor, Signals, actors_of, attacks_counted, names_enemy, signals, target_of
from dashboard.extraction.casualties import casualties
from dashboard.extraction.clauses import news_of, struck_places
from dashboard.extraction.date_roles import told_dates
from dashboard.extraction.dates import DateMention, is_history, may_fix_day
from dashboard.extraction.document import Document, Sentence
from dashboard.extraction.fates import Casualties, Fate
from dashboard.extraction.lexicon import Hit
from dashboard.extraction.placed import PlaceMention, within
from dashboard.extraction.reading import Reading, Rejected, rejection
from dashboard.extraction.script import is_cyrillic
from dashboard.extraction.sharing import listed, near, owner, with_ellipsis, with_parts
from dashboard.extraction.untold import carried
from gazetteer import GeoPrecision, Toponym

Day = date
"""A plain day; `Mention` has a field of the other name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What one sentence, or a part of it, says of one strike. Spans inside count from the sentence's beginning, save those of places."""

    sentence: Sentence
    place: PlaceMention | None = None
    anaphor: Anaphor | None = None
    office: PlaceMention | None = None
    """The place of the official who speaks, where the sentence names no other."""
    voice: PlaceMention | None = None
    """The place of the official who speaks, whatever else the sentence names."""
    date: DateMention | None = None
    spoken: DateMention | None = None
    """When somebody spoke of it: no later than that it happened."""
    casualties: tuple[Casualties, ...] = ()
    attacks: tuple[int, Hit] | None = None
    weapons: tuple[Hit, ...] = ()
    target: tuple[Target, Hit] | None = None
    actor: Actor | None = None
    enemy: bool = False
    founding: bool = False
    """Whether it may make an event of its own; otherwise it only adds to one told elsewhere."""
    statement: bool = False
    """Whether the sentence reports what somebody said of a strike, so that its dates are those of the saying."""
    armed: bool = False
    """Whether it names a weapon or an attack; with a toll told beside it that makes a strike."""
    told: Day | None = None
    """The day that the report was telling of when it came to this sentence, where it names none itself."""
    told_here: bool = False
    """Whether that day stands in the same paragraph."""
    strong: bool = False
    """Whether a word says by itself that an attack took place."""
    split: bool = False
    """One of several mentions of one sentence."""


TOLD_DAYS = 7
"""Days before publication; an older day is told of in passing, and what follows is not of it."""


def strike_mentions(
    document: Document, places: Callable[[], Mapping[int, Sequence[PlaceMention]]], toponyms: Sequence[Toponym]
) -> tuple[list[Mention], list[Rejected]]:
    """Read every sentence for strikes, in order; headings make no mentions, their words stay context."""
    mentions: list[Mention] = []
    rejected: list[Rejected] = []
    anchor: date | None = None
    telling: date | None = None
    here_in = -1
    published = document.report.published
    starts = [t.start for t in toponyms]
    for sentence in document.sentences:
        if is_cyrillic(sentence.text):
            continue
        people, words = ((), NO_SIGNALS) if sentence.is_heading else _told(document, sentence)
        if words is NO_SIGNALS and not may_fix_day(sentence.text):
            continue
        found_dates = told_dates(sentence.text, published, anchor)
        news = [d for d in found_dates if d.absolute and d.when.best is not None and not is_history(d.when, published)]
        fixed = [d.when.best for d in ([d for d in news if not d.of_speech] or news)]
        if fixed:
            anchor = fixed[-1]
            if anchor is not None and (published is None or (published - anchor).days <= TOLD_DAYS):
                telling, here_in = anchor, sentence.paragraph
        if words is NO_SIGNALS:
            continue
        here = toponyms[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        read = Reading(
            sentence, words, people, tuple(places().get(sentence.index, ())), tuple(found_dates), tuple(actors_of(sentence, here))
        )
        read = struck_places(news_of(read, published))
        rule = rejection(read, published) or _as_before(read, rejected, document)
        if rule is None:
            mentions += [replace(m, told=telling, told_here=here_in == sentence.paragraph) for m in _split(read)]
        elif rule:
            rejected.append(Rejected(sentence.start, sentence.end, rule))
    return mentions, rejected


def _told(document: Document, sentence: Sentence) -> tuple[tuple[Casualties, ...], Signals]:
    """Whose fate a sentence tells, and its words of attack."""
    people = _people(document, sentence)
    return people, signals(sentence.text, hurt=bool(people))


_THAT_ATTACK = re.compile(
    r"\b(?:in|by|after|from) (?:that|this|the same) (?:one |\w+ )?(?:attack|strike|raid|shelling|bombing|blast)\b|"
    r"^\W*(?:the|those|these) (?:strikes|attacks|raids|bombings) have (?:also )?(?:killed|left|claimed)\b",
    re.IGNORECASE,
)


def _as_before(read: Reading, rejected: Sequence[Rejected], document: Document) -> str | None:
    """As in "In April 2022 missiles hit the station. More than 50 died in that attack": told of what the sentence before turned down."""
    s = read.sentence
    before = document.sentences[s.index - 1] if s.index else None
    if before is None or not rejected or rejected[-1].start != before.start or before.paragraph != s.paragraph:
        return None
    told = any(p.role is Role.EVENT for p in read.places) or any(not d.of_speech for d in read.dates)
    old = rejected[-1].rule in {"history", "summary:period", "summary:habit"}
    return rejected[-1].rule if old and not told and _THAT_ATTACK.search(s.text) else None


def _people(document: Document, sentence: Sentence) -> tuple[Casualties, ...]:
    """Whose fate a sentence tells; "they were killed" leans on the sentence before it."""
    found = casualties(sentence.text)
    before = document.sentences[sentence.index - 1] if sentence.index else None
    if before is not None and before.paragraph == sentence.paragraph and not any(c.fate is Fate.KILLED for c in found):
        lost = carried(sentence.text, before.text)
        if lost is not None:
            return (*found, lost)
    return tuple(found)


_HEARD = re.compile(
    r"\bexplosions? (?:was|were|could be|have been|rang out|(?:\w+ ){0,2}heard)|\b(?:reports?|sounds?) of (?:\w+ ){0,2}explosions?",
    re.IGNORECASE,
)


def _split(read: Reading) -> list[Mention]:
    """One mention, or one for each place that has counts of its own in the sentence."""
    events = [p for p in read.places if p.role is Role.EVENT]
    found = with_parts(read, events, with_ellipsis(read, events))
    offset = read.sentence.start
    tail = next((d.start for d in read.dates if d.rule == "date:days-after" and not d.of_attack), None)
    if tail is not None and events and all(p.start - offset > tail for p in events) and any(w.start < tail for w in read.signals.weapons):
        # "killed three in air strikes on a port, a day after the group claimed an attack on Tel Aviv": those three died elsewhere.
        later = tuple(c for c in found if c.start > tail)
        main = _whole(read, None, [c for c in found if c.start < tail])
        return [*main, *(replace(_mention(read, p, later, (tail, len(read.sentence.text))), split=True) for p in events[:1])]
    if len(events) <= 1:
        return _whole(read, events[0] if events else None, found)
    if all(p.precision is GeoPrecision.COUNTRY for p in events) and listed(events, 0, read):
        # "Five people died in Russia and Ukraine": a sum over two countries is no strike of its own.
        return []
    assigned: dict[int, list[Casualties]] = {i: [] for i in range(len(events))}
    for c in found:
        if (at := owner(c, events, found, read.sentence, offset)) >= 0:
            assigned[at].append(c)
    out = []
    for i, place in enumerate(events):
        mine = tuple(assigned[i])
        holds = any(o is not place and within(o.match, place.match) for o in events)
        counted = any(c for j, counts in assigned.items() for c in counts if not _aside(c, events[j], read))
        if not mine and (holds or (counted and (listed(events, i, read) or place.is_country))):
            continue
        left, right = near(read, place, events, found)
        told = any(left <= w.start < right for w in (*read.signals.attack_words, *read.signals.weapons))
        # "strikes on targets in Erbil, the capital of the region, and in the Syrian province of Idlib"
        told = told or (i > 0 and not counted and _AND_IN.search(read.sentence.text[: place.start - offset][-60:]) is not None)
        if not mine and not told and not listed(events, i, read):
            continue
        base = _mention(read, place, mine, (left, right), events[0].start - offset)
        backed = bool(mine) or bool(read.signals.strong or read.signals.weapons or read.actors)
        out.append(replace(base, split=True, founding=base.founding and backed))
    return out or _whole(read, events[0], found)


_AND_IN = re.compile(
    r"\band (?:also )?(?:in|on|at|near|outside|against|one in|another in|the other in) (?:the )?(?:[\w-]+ ){0,4}$", re.IGNORECASE
)
_WHERE = re.compile(r",?\s+where\b")


def _aside(c: Casualties, place: PlaceMention, read: Reading) -> bool:
    """Whether a count is told of one place alone: "targets in Sanaa and Taiz, and for Hodeidah, where two guards were killed"."""
    between = read.sentence.text[place.end - read.sentence.start : c.start]
    return place.end - read.sentence.start <= c.start and _WHERE.match(between) is not None


_TOLL = re.compile(
    r"\b(?:toll|number of (?:the )?(?:dead|deaths|killed|injured|wounded|victims|people killed|people injured))\b", re.IGNORECASE
)


def _event_date(dated: Sequence[DateMention], text: str, since: int) -> DateMention | None:
    """The date of the strike itself: the one tied to it by its words, else the first that is not when somebody spoke or counted."""
    own = [d for d in dated if d.of_attack]
    if _TOLL.search(text) and not own:
        return None
    usable = own or [d for d in dated if not d.of_speech and d.start >= since]
    # "a mosque shelled the day before when a salvo landed on Thursday": what came after "when" is the news.
    turn = text.find(" when ")
    exact = [d for d in usable if d.when.precision is not None and d.when.precision <= TimePrecision.DAYS]
    usable = exact or usable
    late = next((d for d in dated if not d.of_speech and usable and usable[0].start < turn < d.start), None)
    return late or (usable[0] if usable else None)


def _first_word(s: Signals) -> int:
    """Where the strike itself begins to be told; a date before it belongs to who speaks of it."""
    return min((h.start for h in (*s.weapons, *s.strong, *s.weak)), default=0)


def _whole(read: Reading, place: PlaceMention | None, found: Sequence[Casualties]) -> list[Mention]:
    if place is None and any(_tells_another(d, read) for d in read.dates):
        return []
    mention = _mention(read, place, tuple(found), (0, len(read.sentence.text)))
    useful = (
        mention.place
        or mention.casualties
        or mention.anaphor
        or mention.attacks
        or mention.target
        or mention.armed
        or (mention.date and read.signals.attack_words)
    )
    return [mention] if useful else []


def _tells_another(d: DateMention, read: Reading) -> bool:
    """As in "It comes a day after one of the heaviest assaults": all that follows is another strike's."""
    first = min((h.start for h in (*read.signals.attack_words, *read.signals.weapons)), default=0)
    return d.rule == "date:days-after" and not d.of_attack and d.start < first


def _is_of_another(d: DateMention, place: PlaceMention | None, offset: int) -> bool:
    """As in "The attack on Dnipro comes a day after a strike on Vinnytsia": that day is not that of what is told before it."""
    return d.rule == "date:days-after" and not d.of_attack and (place is None or place.start - offset < d.start)


def _mention(
    read: Reading, place: PlaceMention | None, mine: tuple[Casualties, ...], near: tuple[int, int], lead: int | None = None
) -> Mention:
    s, text = read.signals, read.sentence.text
    left, right = near
    inside = [h for h in s.weapons if left <= h.start < right] or [h for h in s.weapons if lead is None or h.start < lead]
    offset = read.sentence.start
    aside = [(p.start - offset, p.end - offset) for p in read.places if p.role is Role.CONTEXT]  # "PORT SUDAN (Agency) - ..." is no port
    sites = [h for h in s.targets if not any(start <= h.start < end for start, end in aside)]
    targets = [h for h in sites if left <= h.start < right]
    named = [(p.start, p.end) for p in read.places]
    anaphors = (
        [a for a in anaphora(read.sentence) if not any(start < a.end and a.start < end for start, end in named)]
        if place is None or place.is_country
        else []
    )
    offices = [p for p in read.places if p.role is Role.SPEAKER]
    # A date told before the first place holds for all of them; one beside another place is that place's own.
    own = [d for d in read.dates if not _is_of_another(d, place, offset)]
    dated = [d for d in own if left <= d.start < right] or [d for d in own if lead is None or d.start < lead]
    told = [d for d in own if not d.of_speech]
    if not dated and len(told) == 1 and not re.search(r"[;]|\bwhile\b|\bbut\b", text[told[0].end : max(told[0].end, left)]):
        dated = told  # "... across Ukraine on Wednesday: four in Sumy and two in Kherson"
    hurt = any((c.estimate.best or 0) > 0 for c in mine)
    statement = s.rejected_by("allusion:reaction", "allusion:earlier_news", "allusion:aftermath")
    told_before = s.rejected_by("allusion:earlier_news", "allusion:aftermath")
    heard = bool(_HEARD.search(text[left:right])) and not hurt and not any(left <= h.start < right for h in (*s.strong, *s.weapons))
    usable = not heard and not told_before
    did = place is not None and usable and not statement and weapon_did(text, s, place.start - read.sentence.start)
    told_as_fact = did or attacked(read, place, hurt=hurt)
    return Mention(
        sentence=read.sentence,
        place=place,
        anaphor=anaphors[-1] if anaphors else None,
        office=min(offices, key=lambda p: p.precision) if offices and place is None else None,
        voice=offices[-1] if offices else None,
        date=_event_date(dated, text, _first_word(s) if statement else 0),
        spoken=next((d for d in read.dates if d.of_speech or (_TOLL.search(text) and not d.of_attack)), None),
        casualties=mine,
        attacks=attacks_counted(text[left:right]) if place is not None or anaphors else attacks_counted(text),
        weapons=tuple(inside),
        target=target_of(targets or (sites if place is None else []), text),
        actor=next((a for a in read.actors if left <= a.start < right), read.actors[0] if read.actors else None),
        enemy=names_enemy(text) is not None,
        founding=usable and (told_as_fact or (hurt and bool(s.weapons))) and (hurt or not statement),
        statement=statement,
        armed=usable and (told_as_fact or bool(s.weapons)),
        strong=any(left <= h.start < right for h in s.strong),
    )
