"""The gazetteer's error family. Every error says what went wrong and what to do about it."""


class GazetteerError(Exception):
    """Root of all errors raised by `gazetteer`; the message names the remedy."""


class IndexMissingError(GazetteerError, FileNotFoundError):
    """There is no compiled index; run `gazetteer build`."""


class IndexCorruptError(GazetteerError, ValueError):
    """The compiled index cannot be read; run `gazetteer build --force` to compile it anew."""


class SourceDataError(GazetteerError, ValueError):
    """The names that an index is compiled from are missing or damaged; reinstall the package that carries them."""


class IndexFolderError(GazetteerError, OSError):
    """The folder of the index cannot be written or its lock is no lock; the message says which, and what to do."""


class IndexBusyError(GazetteerError, TimeoutError):
    """Another process compiles the index and does not come to an end; end it, then try again."""


class LineError(GazetteerError, ValueError):
    """A line given to `gazetteer geoparse` is not the JSON object that it takes; mend that line."""


class OnlineSettingsError(GazetteerError, ValueError):
    """There is no online geocoder of that name, or it does not take these settings; the message names what there is."""


class DumpError(GazetteerError, ValueError):
    """A GeoNames file cannot be taken; whatever is wrong with it, the index in use stays as it was."""

    def __init__(self, message: str) -> None:
        super().__init__(f"{message}; nothing was changed, the old index stays in use")


class DumpMissingError(DumpError):
    """The file is not where it was looked for; check the country code and the folder or address."""


class DumpDamagedError(DumpError):
    """The file is cut short, is no zip archive, fails its checksum or is not UTF-8; get it anew."""


class DumpFormatError(DumpError):
    """A line of the file is not what GeoNames writes: columns, numbers, degrees, country code, dates; get it anew."""


class DumpTooLargeError(DumpError):
    """The file is larger than any country's should be, packed or unpacked."""


class DownloadError(DumpError):
    """The network or the server failed; try again later, or give a folder that holds the files."""


class KeptDumpError(GazetteerError, ValueError):
    """A dump kept in the index is damaged or gone; get it anew, or remove it and go without."""
