"""Where is it? An offline geoparser: names, texts and relative places to points, each with how exactly it is known."""

from gazetteer.errors import GazetteerError, IndexCorruptError, IndexMissingError, LineError, SourceDataError
from gazetteer.geoparser import Gazetteer
from gazetteer.place import GeoPrecision, Match, Place, PlaceKind, RelativePlace, Toponym, ToponymKind

__all__ = [
    "Gazetteer",
    "GazetteerError",
    "GeoPrecision",
    "IndexCorruptError",
    "IndexMissingError",
    "LineError",
    "Match",
    "Place",
    "PlaceKind",
    "RelativePlace",
    "SourceDataError",
    "Toponym",
    "ToponymKind",
]
