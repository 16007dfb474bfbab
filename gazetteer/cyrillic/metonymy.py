"""Whether a capital's name means the city or the government that sits in it, in Ukrainian and Russian."""

from __future__ import annotations

import re

from gazetteer.cyrillic import cues
from gazetteer.cyrillic.morphology import forms
from gazetteer.place import ToponymKind

_REACH = 60
_NEXT = re.compile(r" (?:(?:вже|уже|також|также|знову|снова|раніше|ранее|офіційно|официально|поки|пока|не) ){0,2}([^\W\d_]+)")


def kind_of_use(text: str, start: int, end: int) -> ToponymKind:
    """`METONYM` for "Москва заявила", "Київ відкинув"; `PLACE` for "у Москві", "Київ під ударом"."""
    following = _NEXT.match(text[end : end + _REACH])
    if following is None or not any(form.case == "nomn" for form in forms(text[start:end])):
        return ToponymKind.PLACE
    acts = any(form.key in cues.SPEECH for form in forms(following[1]))
    return ToponymKind.METONYM if acts else ToponymKind.PLACE
