"""Records as JSON and back: what equals a field's default is left out, so that a record may gain fields."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from dashboard.codes import ClaimKind
from dashboard.records import AidClaim, Claim, StrikeClaim

Record = TypeVar("Record")
Decoder = Callable[[Any], Any]


def dump(record: Any) -> str:  # noqa: ANN401 - any of the records
    """A record as one line of JSON; the same record is always the same line."""
    return json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"))


def load(kind: Callable[..., Record], line: str) -> Record:
    """A record from its line; fields that it does not have any more are passed over."""
    record: Record = _decoder(kind)(json.loads(line))
    return record


def load_claim(kind: str, line: str) -> Claim:
    """A claim of either kind."""
    return load(AidClaim, line) if kind == ClaimKind.AID else load(StrikeClaim, line)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field of a record
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = ((name, default, getattr(value, name)) for name, default in _defaults(type(value)))
        return {name: _plain(part) for name, default, part in fields if part is not default and part != default}
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    """The fields of a record with their defaults; records are frozen, so one default serves for all."""
    return tuple(
        (field.name, field.default_factory() if field.default_factory is not dataclasses.MISSING else field.default)
        for field in dataclasses.fields(kind)
    )


@cache
def _decoder(kind: Any) -> Decoder:  # noqa: ANN401 - a type, or a union or tuple of types
    """What turns plain JSON into a value of a type."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        (inner,) = [part for part in parts if part is not type(None)]
        decode = _decoder(inner)
        return lambda value: None if value is None else decode(value)
    if origin is tuple:
        decoders = [_decoder(part) for part in parts if part is not Ellipsis]
        if Ellipsis in parts:
            return lambda value: tuple(map(decoders[0], value))
        return lambda value: tuple(decode(part) for decode, part in zip(decoders, value, strict=True))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        of_fields = {field.name: _decoder(hints[field.name]) for field in dataclasses.fields(kind)}
        return lambda value: kind(**{name: of_fields[name](part) for name, part in value.items() if name in of_fields})
    if kind in (date, datetime):
        return kind.fromisoformat  # type: ignore[no-any-return]
    return kind if issubclass(kind, (Enum, Decimal)) else lambda value: value
