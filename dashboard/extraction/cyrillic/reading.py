"""All that the rules read in one Cyrillic line, and the rules that turn it down as a strike of this report's news."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dashboard.codes import Target, TimePrecision
from dashboard.extraction.around import Role
from dashboard.extraction.attacks import Actor, Signals
from dashboard.extraction.cyrillic.attacks import BLOW
from dashboard.extraction.cyrillic.lexicon import hits
from dashboard.extraction.cyrillic.line import Line
from dashboard.extraction.dates import DateMention, is_history
from dashboard.extraction.fates import Casualties, Fate
from dashboard.extraction.lexicon import Hit
from dashboard.extraction.placed import PlaceMention

_HARD = re.compile(r"удар|атак|уламк|обломк|налет|наліт|стріля|стреля|завал")
"""Words of attack that no other misfortune shares: with people hurt they make a strike."""
_DESTROYED = re.compile(r"(?:знищи(?:л|в)|знищен|уничтожил|уничтожен)")
_BLOW = re.compile(r"(?:удар|атак|обстріл|обстрел|наліт|налет|ціллю|целью)(?!ил|ува|ов|я|ив)")
"""A blow told by a noun."""
_CLAUSE = re.compile(r"[;,:]| але | но | проте ")
_TURN = re.compile(r"[;:]| але | но | проте | однак | однако | після | после ")
"""How far a threat or a wish reaches: past commas, to a turn."""
_RANKED = re.compile(
    r"(?<!\w)(?:найбільш|наймасован|наймасштабн|рекордн|найпотужн|крупнейш|самая|самый|самой|самую|мощнейш|наибольш|перш|друг|трет|"
    r"четверт|п'ят|шост|"
    r"перв|втор|пят|шест|вдруге|втретє|вчетверте|второй|третий|очередн|чергов)\w{0,10}(?: \S{1,25}){0,3} $"
)
"""Before a period: a strike is ranked or numbered in it ("найбільша з початку року атака"), and nothing is summed up."""
WAR = 1000
"""Deaths beyond any single strike."""
_UNARMED = ("mine", "ground")
_NEVER_ARMED = ("sport", "health", "figurative", "nature")
_SELDOM_ARMED = ("accident", "crime")


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the lexicons and rules read in one line; spans count in its plain text, those of places in the report."""

    line: Line
    signals: Signals
    casualties: tuple[Casualties, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    actors: tuple[Actor, ...]
    enemy: bool

    @property
    def actor(self) -> Actor | None:
        """The first party that is told to strike."""
        return self.actors[0] if self.actors else None

    @property
    def hurt(self) -> bool:
        """Whether anybody is told to be killed, injured or missing."""
        return any((c.estimate.best or 0) > 0 for c in self.casualties)

    @property
    def attacked(self) -> bool:
        """Whether the words tell an attack: a strong one alone; a weak one with a weapon or an attacker.

        So do a blow with a site at a place or with people hurt, and a military site destroyed.
        """
        s = self.signals
        struck = bool(s.targets) or any(p.role is Role.EVENT for p in self.places)
        if s.strong or (struck and any(w.key == BLOW for w in s.weak)):
            return True
        if any(_DESTROYED.match(self.line.text, w.start) for w in s.weak) and any(t.key == Target.MILITARY for t in s.targets):
            return True
        hard = any(_HARD.match(self.line.text, w.start) for w in s.weak)
        if hard and s.targets and any(p.role is Role.EVENT and not p.is_country for p in self.places):
            return True
        beside = bool(s.weapons or self.actor or self.enemy)
        return bool(s.weak) and (beside or (self.hurt and hard))

    @property
    def asserted(self) -> bool:
        """Whether a word of attack stands outside every "may", "threatens" and "is flying to"."""
        scopes = [_scope(h, self.line.text) for h in self.signals.rejections if h.key.startswith("hypothetical:")]
        modal = [h.start for h in self.signals.rejections if h.key == "hypothetical:modal"]
        nouns = [w for w in self.signals.attack_words if w.key != "strong" or _BLOW.match(self.line.text, w.start)]
        aimed = {w for w in nouns for at in modal if w.end <= at and not _CLAUSE.search(self.line.text, w.end, at)}
        # "мишенями новых ударов могут стать": the blows are no more told as facts than what may become their target
        return any(w not in aimed and not any(s <= w.start < e for s, e in scopes) for w in self.signals.attack_words)

    @property
    def talked_of(self) -> bool:
        """Whether it is told as a subject of talk, with no strike told before the talk."""
        talk = self.signals.against("allusion")
        return talk is not None and not self.hurt and not any(w.start < talk.start for w in self.signals.attack_words if w.key != "weak")

    def foreseen(self, start: int) -> bool:
        """Whether what stands at a place of the plain text is only feared, planned or expected."""
        scopes = [_scope(h, self.line.text) for h in self.signals.rejections if h.key.startswith("hypothetical:")]
        return any(s <= start < e for s, e in scopes)

    def recent(self, published: date | None) -> bool:
        """Whether it gives a day or a few that are no history."""
        return any(
            not d.of_speech
            and d.when.precision is not None
            and d.when.precision <= TimePrecision.DAYS
            and not is_history(d.when, published)
            for d in self.dates
        )


_CARRIED = ("history:", "hypothetical:exercise", "other_harm:", "summary:war_toll")
"""Rules that hold on for what a sentence straight after goes on telling."""
_ANEW = re.compile(
    r"\W{0,4}(?:сьогодні|сегодня|вчора|учора|вчера|тим часом|тем временем|водночас|натомість|у ніч|в ночь|вночі|ночью)(?!\w)"
)


def goes_on(read: Reading, before: str | None) -> bool:
    """Whether a sentence without a strike, a place or a day of its own only goes on with what was turned down by the rule `before`."""
    if before is None or not before.startswith(_CARRIED) or read.signals.strong or _ANEW.match(read.line.text):
        return False
    return not any(p.role is Role.EVENT for p in read.places) and not read.dates and not (read.attacked and read.signals.weapons)


def _scope(hit: Hit, text: str) -> tuple[int, int]:
    wide = hit.key in {"hypothetical:threat", "hypothetical:modal"}
    m = (_TURN if wide else _CLAUSE).search(text, hit.end)
    return hit.start, m.start() if m else len(text)


def rejection(read: Reading, published: date | None) -> str | None:
    """The rule that speaks against the line; "" where it does not even look like a strike; None where it stands."""
    s = read.signals
    noise = next(iter(hits(read.line, "context", "noise")), None)
    if noise is not None and not read.hurt:
        return f"noise:{noise.key}"
    if not s.attack_words and not read.casualties and not s.weapons:
        return ""
    harm = _other_harm(read)
    if harm is not None:
        return harm
    if not read.hurt and s.rejected_by("hypothetical:exercise", "hypothetical:permission", "allusion:purpose"):
        return next(h.key for h in s.rejections if h.key in {"hypothetical:exercise", "hypothetical:permission", "allusion:purpose"})
    hypothetical = s.against("hypothetical")
    if hypothetical is not None and not read.hurt and not read.asserted:
        return hypothetical.key
    if s.rejected_by("interception:words") and not s.rejected_by("interception:impact") and not read.hurt:
        return "interception:words"
    talk = s.against("allusion")
    if talk is not None and read.talked_of:
        return talk.key
    return _not_now(read, published)


def _other_harm(read: Reading) -> str | None:
    s = read.signals
    told = [h for h in s.rejections if h.key.startswith("other_harm:")]
    if not told:
        return None
    rules = {h.key.partition(":")[2]: h.key for h in told}
    armed = bool(s.weapons) and (bool(s.strong) or read.enemy or read.actor is not None)
    if "mine" in rules and not s.strong:
        return rules["mine"]
    if "ground" in rules and not (read.hurt and s.strong) and not armed:
        return rules["ground"]
    if "ground" in rules and not read.hurt and not s.targets:
        return rules["ground"]
    beside = bool(s.weapons or read.enemy or read.actor)
    for rule in _NEVER_ARMED:
        if rule in rules and not (beside and s.attack_words):
            return rules[rule]
    return next((rules[rule] for rule in _SELDOM_ARMED if rule in rules and not s.strong and not armed), None)


def _not_now(read: Reading, published: date | None) -> str | None:
    s = read.signals
    recent = read.recent(published)
    periods = [h for h in s.rejections if h.key == "summary:period"]
    summing = any(not _RANKED.search(read.line.text[max(0, h.start - 80) : h.start]) for h in periods)
    if summing and not (read.hurt and recent):
        return "summary:period"
    if s.rejected_by("summary:habit") and not read.hurt and not recent:
        return "summary:habit"
    deaths = max((c.estimate.best or 0 for c in read.casualties if c.fate is Fate.KILLED), default=0)
    if deaths >= WAR:
        return "summary:war_toll"
    old = any(is_history(d.when, published) for d in read.dates) or s.rejected_by("history:words")
    if old and not recent:
        return "history:words"
    if s.rejected_by("history:retold"):
        return "history:retold"
    return None
