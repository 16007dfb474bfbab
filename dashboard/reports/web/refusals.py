"""Why nothing is read from an address; each message goes on after the address, says what is wrong, and what to do."""

from __future__ import annotations


class AddressError(ValueError):
    """An address cannot be asked, or must not be."""


class ConnectionFailedError(Exception):
    """No whole answer came."""


class AnswerTooLargeError(Exception):
    """The answer is larger than the limit, which the message names."""
