"""What people said of an event or a package: its state, and the reviews behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from dashboard.app import markup
from dashboard.codes import ReviewState
from dashboard.reviews import Review
from dashboard.store import review_words

_STATES: Final = {
    ReviewState.CONFIRMED: "Confirmed by a reviewer",
    ReviewState.CORRECTED: "Corrected by a reviewer",
    ReviewState.REJECTED: "Rejected by a reviewer: in no sum, and shown only where asked for",
}


def made_until(reviews: Sequence[Review], as_of: datetime | None) -> tuple[Review, ...]:
    """The reviews that were there at a moment; all of them for the present."""
    return tuple(each for each in reviews if as_of is None or (each.recorded_at is not None and each.recorded_at <= as_of))


def review_markup(state: ReviewState, reviews: Sequence[Review]) -> markup.Markup:
    """The state in a line and the reviews as a list; nothing where nobody said anything."""
    if not reviews and state is ReviewState.UNREVIEWED:
        return markup.tag("div")
    lines = [markup.tag("li", review_words(review)) for review in reviews]
    return markup.tag(
        "div",
        markup.tag("h3", "Reviews"),
        markup.tag("p", _STATES[state], class_="sm-quiet") if state in _STATES else "",
        markup.tag("ul", *lines, class_="sm-reasons") if lines else "",
        class_="sm-evidence sm-reviews",
    )
