"""The files of an inbox as sources of an ingest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from keyart.core.config import Config
from keyart.core.schema import INPUT_TABLES
from keyart.ingest import Source
from keyart.ingest.formats.arrow_input import ArrowInput
from keyart.ingest.formats.blocks import Block, ColumnSelection, Header, Unreadable
from keyart.ingest.formats.json_input import JsonInput
from keyart.ingest.mapping.fields import event_fields
from keyart.store.inbox import EventFormat, WaitingFile, format_of


@dataclass(frozen=True)
class _Arrived:
    """A file of the inbox. Its columns were checked when it came, post by post.

    So it is said to have all columns there are: a row without one is rejected on its own.
    """

    file: WaitingFile
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """What quarantine calls it."""
        return f"inbox/{self.file.path.name}"

    @property
    def size(self) -> int:
        """Bytes to read."""
        return self.file.bytes

    def header(self) -> Header:
        """Return the columns; see `Input`."""
        return Header(dict.fromkeys(self.columns, "any"))

    def blocks(self, wanted: ColumnSelection) -> Iterator[Block]:
        """Yield the rows; see `Input`."""
        return self._input().blocks(wanted)

    def _input(self) -> JsonInput | ArrowInput:
        if format_of(self.file.path.name) is EventFormat.LINES:
            return JsonInput(self.file.path)
        try:
            return ArrowInput.of(self.name, pa.ipc.open_stream(self.file.path.read_bytes()))
        except (pa.ArrowException, OSError) as error:
            raise Unreadable(
                f"{self.name} cannot be read: {error}", hint="See the disk."
            ) from error


def sources(files: Sequence[WaitingFile], config: Config) -> Mapping[str, Source]:
    """Return what `pipeline.ingest` takes for these files."""
    found: dict[str, list[_Arrived]] = {}
    for file in files:
        fields = event_fields(INPUT_TABLES[file.table], config)
        columns = tuple(field.source for field in fields)
        found.setdefault(file.table, []).append(_Arrived(file, columns))
    return dict(found)
