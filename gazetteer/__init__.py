"""Where is it? An offline geoparser: names, texts and relative places to points, each with how exactly it is known."""

from gazetteer.cyrillic.morphology import Reading, readings
from gazetteer.errors import (
    DumpError,
    GazetteerError,
    IndexBusyError,
    IndexCorruptError,
    IndexFolderError,
    IndexMissingError,
    KeptDumpError,
    LineError,
    OnlineSettingsError,
    SourceDataError,
)
from gazetteer.geoparser import Gazetteer
from gazetteer.place import GeoPrecision, Match, Place, PlaceKind, RelativePlace, Toponym, ToponymKind
from gazetteer.unlisted import METHOD as UNLISTED

__all__ = [
    "UNLISTED",
    "DumpError",
    "Gazetteer",
    "GazetteerError",
    "GeoPrecision",
    "IndexBusyError",
    "IndexCorruptError",
    "IndexFolderError",
    "IndexMissingError",
    "KeptDumpError",
    "LineError",
    "Match",
    "OnlineSettingsError",
    "Place",
    "PlaceKind",
    "Reading",
    "RelativePlace",
    "SourceDataError",
    "Toponym",
    "ToponymKind",
    "readings",
]
