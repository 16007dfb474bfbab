"""All that the rules read in one sentence, and the rules that turn it down as a strike of this report's news."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dashboard.codes import TimePrecision
from dashboard.extraction.around import Role
from dashboard.extraction.attacks import Actor, Signals, names_enemy
from dashboard.extraction.dates import DateMention, is_history
from dashboard.extraction.document import Sentence
from dashboard.extraction.fates import Casualties, Fate
from dashboard.extraction.lexicon import Hit
from dashboard.extraction.placed import PlaceMention


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that looked like a strike and is none, with the rule that said so; span in the report."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the lexicons and rules read in one sentence."""

    sentence: Sentence
    signals: Signals
    casualties: tuple[Casualties, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    actors: tuple[Actor, ...]

    @property
    def hurt(self) -> bool:
        """Whether anybody is told to be killed, injured or missing."""
        return any((c.estimate.best or 0) > 0 for c in self.casualties)

    @property
    def asserted(self) -> bool:
        """Whether a word of attack stands outside every "might", "threatened to" and "was shot down"."""
        scopes = [_scope(h, self.sentence.text) for h in self.signals.rejections if h.key.startswith("hypothetical:")]
        return any(not any(s <= w.start < e for s, e in scopes) for w in self.signals.attack_words)


def _scope(hit: Hit, text: str) -> tuple[int, int]:
    """How far a hypothetical reaches: to the end of its clause."""
    m = re.search(r"[;,]|\bbut\b|\bafter\b", text[hit.end :])
    return hit.start, hit.end + m.start() if m else len(text)


_NO_ARMS_NEEDED = frozenset(("other_harm:figurative", "other_harm:sport", "other_harm:labour", "other_harm:relief", "other_harm:culture"))
"""Other harm that stands also where a weapon is named ("fired a missile from 30 metres"), as long as nobody is told to be hurt."""
_LEFTOVER = "other_harm:leftover"
"""What an earlier attack left in the ground hurts whoever finds it, and that is no attack."""


_VOICE = re.compile(
    r"[“\"][^”\"]{0,200}\b(?:[Yy]ou|I|[Ww]e)\b[^”\"]{0,200}[”\"]?,?\s*(?:he|she|[A-Z][\w’-]+(?: [A-Z][\w’-]+)?)\s+(?:said|told|"
    r"added|says|wrote)\b"
)
"""What somebody says of himself or to another: "you have missiles flying into Kyiv", he said; without victims it tells no strike."""


def rejection(read: Reading, published: date | None) -> str | None:
    """The rule that speaks against the sentence; "" where it does not even look like a strike; None where it stands."""
    s = read.signals
    told = any(p.role is Role.EVENT for p in read.places) or read.actors or names_enemy(read.sentence.text)
    if not s.attack_words and not read.casualties and not (s.weapons and told):
        return ""
    if (harm := _other_harm(read)) is not None:
        return harm.key
    if s.rejected_by("hypothetical:doubt") and not s.weapons and not read.actors:
        return "hypothetical:doubt"
    if not read.hurt and s.against("hypothetical") is not None and not read.asserted:
        return (s.against("hypothetical") or s.rejections[0]).key
    if not read.hurt and s.rejected_by("hypothetical:denial") and not read.asserted:
        return "hypothetical:denial"
    if not read.hurt and s.rejected_by("hypothetical:permission", "hypothetical:exercise", "allusion:purpose"):
        return next(h.key for h in s.rejections if h.key in {"hypothetical:permission", "hypothetical:exercise", "allusion:purpose"})
    if not read.hurt and s.rejected_by("allusion:supply") and not s.strong:
        return "allusion:supply"
    if not read.hurt and _VOICE.search(read.sentence.text):
        return "allusion:voice"
    if s.rejected_by("interception:words") and not s.rejected_by("interception:impact") and not read.hurt:
        return "interception:words"
    return _not_now(read, published)


def _other_harm(read: Reading) -> Hit | None:
    """The word of other harm that stands: crime, accident, nature, sport, what an earlier attack left in the ground."""
    s = read.signals
    leftover = next((h for h in s.rejections if h.key == _LEFTOVER), None)
    if leftover is not None and not s.strong:
        return leftover
    harm = s.against("other_harm")
    if harm is None or (harm.key == "other_harm:nature" and read.actors and s.attack_words):
        return None  # "Russia attacked a dam, raising a flooding risk": what somebody attacked, nature did not
    armed = any(h.key not in {"bomb", "explosive device"} for h in s.weapons)
    return harm if not armed or (harm.key in _NO_ARMS_NEEDED and not read.hurt) else None


OPENING = 2
"""Signs before the first word of a sentence."""
THOUSAND = 1000
"""Deaths; so many are a war's or a quake's, and no single strike's."""


def _not_now(read: Reading, published: date | None) -> str | None:
    s = read.signals
    recent = any(
        not d.of_speech and d.when.precision is not None and d.when.precision <= TimePrecision.DAYS and not is_history(d.when, published)
        for d in read.dates
    )
    summary = next((h for h in s.rejections if h.key in {"summary:period", "summary:habit"}), None)
    opens = summary is not None and summary.start <= OPENING and read.sentence.text[summary.start :].lower().startswith("since")
    if summary is not None and (opens or not (recent and read.hurt)):
        return summary.key  # "Since October more than 450 people have been killed ... before Saturday's attack"
    if any((c.estimate.best or 0) >= THOUSAND for c in read.casualties if c.fate is Fate.KILLED):
        return "summary:thousands"
    deaths = max((c.estimate.best or 0 for c in read.casualties if c.fate is Fate.KILLED), default=0)
    if s.rejected_by("summary:war_toll") and (deaths >= 1000 or not recent):  # noqa: PLR2004 - no single strike
        return "summary:war_toll" if deaths >= 1000 or not read.hurt else None  # noqa: PLR2004
    old = any(is_history(d.when, published) for d in read.dates) or s.against("history") is not None
    if old and not recent:
        return "history"
    return None
