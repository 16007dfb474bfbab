"""The compiled outlines on disk: one file, written whole or not at all, by one process at a time."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq

from gazetteer.errors import IndexCorruptError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE_NAME = "outlines.parquet"
STAMP = b"strikemap.outlines"


def default_folder() -> Path:
    """`outlines` under STRIKEMAP_CACHE, or under the user's cache folder."""
    root = os.environ.get("STRIKEMAP_CACHE")
    return (Path(root) if root else Path(platformdirs.user_cache_dir("strikemap", appauthor=False))) / "outlines"


def read_groups(folder: Path, stamp: str, groups: tuple[int, ...]) -> pa.Table:
    """Some row groups of the file.

    Raises:
        FileNotFoundError: there is none yet.
        IndexCorruptError: it is damaged, or its stamp is another (made from other data, or by another version).
    """
    path = folder / FILE_NAME
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            found = (file.schema_arrow.metadata or {}).get(STAMP, b"").decode(errors="replace")
            if found != stamp:
                raise IndexCorruptError(
                    f"the compiled outlines in {folder} are of another version; they are compiled anew when next opened"
                )
            return file.read_row_groups(list(groups))
    except FileNotFoundError:
        raise
    except (OSError, pa.ArrowException, IndexError) as error:
        raise IndexCorruptError(f"the compiled outlines in {folder} cannot be read ({error}); delete that folder and try again") from error


def write_groups(folder: Path, stamp: str, groups: tuple[Mapping[str, pa.Array], ...]) -> None:
    """Write the file, one table after the other as a row group each; what was there before stays until the new one is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = [pa.table(dict(group)) for group in groups]
    schema = tables[0].schema.with_metadata({STAMP: stamp.encode()})
    handle, name = tempfile.mkstemp(prefix=f"{FILE_NAME}.", suffix=".part", dir=folder)
    os.close(handle)
    try:
        with pq.ParquetWriter(name, schema, compression="zstd", write_page_checksum=True, use_dictionary=["layer", "country"]) as writer:
            for table in tables:
                writer.write_table(table.cast(schema), row_group_size=max(1, table.num_rows))
        Path(name).replace(folder / FILE_NAME)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def one_builder(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; a second builder waits here. The system frees the lock of a process that dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+b") as file:
        if sys.platform == "win32":
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
