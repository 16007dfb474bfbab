"""The gazetteer's error family. Every error says what went wrong and what to do about it."""


class GazetteerError(Exception):
    """Root of all errors raised by `gazetteer`; the message names the remedy."""


class IndexMissingError(GazetteerError, FileNotFoundError):
    """There is no compiled index; run `gazetteer build`."""


class IndexCorruptError(GazetteerError, ValueError):
    """The compiled index cannot be read; run `gazetteer build --force` to compile it anew."""


class SourceDataError(GazetteerError, ValueError):
    """The names that an index is compiled from are missing or damaged; reinstall the package that carries them."""


class LineError(GazetteerError, ValueError):
    """A line given to `gazetteer geoparse` is not the JSON object that it takes; mend that line."""


class OnlineSettingsError(GazetteerError, ValueError):
    """There is no online geocoder of that name, or it does not take these settings; the message names what there is."""
