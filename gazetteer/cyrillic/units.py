"""The words of a Cyrillic text as the scan reads them: joined at hyphens, each with all that it may be a form of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gazetteer.cyrillic import cues
from gazetteer.cyrillic.morphology import Form, Language, forms
from gazetteer.names import fold, is_cyrillic, unify_script
from gazetteer.tokens import Token

_HYPHENS = frozenset("-‐‑")
_JOINED = re.compile("[-‐‑]")
_LONGEST_COMPOUND = 60
_FORMS = 8
"""Readings tried of each part of a compound."""
_BLANKS = frozenset({" ", "\u00a0", "\u202f"})


@dataclass(kw_only=True)
class Unit:
    """A word, or words that hyphens join: "Івано-Франківську"."""

    start: int
    end: int
    text: str
    capital: bool
    first: bool
    """Whether a sentence, a line or a quotation begins with it."""
    among: tuple[Language, ...]
    gap: str
    """What stands between the word before and this one."""

    @cached_property
    def key(self) -> str:
        """The folded word as it stands."""
        return fold(self.text)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """All its readings; an abbreviation is read as what it stands for."""
        whole = cues.SHORT_KINDS.get(self.key)
        return forms(whole or unify_script(self.text), self.among)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The names that it may be a form of, the word as it stands first."""
        own = cues.SHORT_KINDS.get(self.key, self.key)
        neuter = [own[:-1] + "е"] if own.endswith(("ові", "еві")) else []  # the dictionary declines "Курахове" as an adjective only
        town = [own[:-1]] if own.endswith(("ську", "цьку", "зьку")) else []  # towns it lacks it declines as adjectives
        return tuple(dict.fromkeys([own, *neuter, *town, *(form.key for form in self.forms), *self._compounds]))

    @property
    def _compounds(self) -> list[str]:
        """A compound under the forms of its parts, the first alone or with the last: "Славянске-на-Кубани", "Каменске-Шахтинском"."""
        first, *rest = _JOINED.split(self.text)
        if not rest or not self.capital:
            return []
        heads = list(dict.fromkeys(form.key for form in forms(first, self.among)))[:_FORMS]
        tails = list(dict.fromkeys(form.key for form in forms(rest[-1], self.among)))[:_FORMS] if len(rest) == 1 else []
        return [fold(f"{head}-{tail}") for tail in ["-".join(rest), *tails] for head in heads]

    @property
    def loud(self) -> bool:
        """Whether it is written in capitals throughout."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def blank_before(self) -> bool:
        """Whether nothing but one blank parts it from the word before."""
        return self.gap in _BLANKS

    def is_one_of(self, words: frozenset[str]) -> bool:
        """Whether it is a form of one of these words."""
        return any(key in words for key in self.keys)


def units(text: str, words: Sequence[Token], among: tuple[Language, ...]) -> list[Unit]:
    """The Cyrillic words of a text, hyphenated ones joined; Latin words part them."""
    found: list[Unit] = []
    last = -1
    for token in words:
        gap = text[max(last, 0) : token.start]
        if not is_cyrillic(token.text):
            last = -1
            continue
        if found and last >= 0 and gap in _HYPHENS and token.start - found[-1].start < _LONGEST_COMPOUND:
            found[-1] = replace(found[-1], end=token.stop, text=text[found[-1].start : token.stop])
        else:
            found.append(
                Unit(
                    start=token.start,
                    end=token.stop,
                    text=text[token.start : token.stop],
                    capital=token.capital,
                    first=token.first,
                    among=among,
                    gap=gap if last >= 0 else "\n",
                )
            )
        last = token.stop
    return found
