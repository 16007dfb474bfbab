"""Ukrainian and Russian: the same records as the English rules give, read by words and forms of their own.

`strike_mentions` and `aid_claims` are the doors. The lexicons are data under `lexicon/uk/` and `lexicon/ru/`, table by table.
"""

from dashboard.extraction.cyrillic.aid import aid_claims
from dashboard.extraction.cyrillic.mentions import strike_mentions
from dashboard.extraction.script import is_cyrillic

__all__ = ["aid_claims", "is_cyrillic", "strike_mentions"]
