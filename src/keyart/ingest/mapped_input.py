"""An input whose rows are made from those of another: the same rows under other columns."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from keyart.core.errors import BadInput
from keyart.ingest.blocks import Block, Header, Input, Unreadable, Wanted
from keyart.ingest.text import readable


@dataclass(frozen=True)
class MappedInput:
    """The rows of `source` in other columns.

    The rows keep their numbers, so that quarantine names the line of the file. It is all or
    nothing: a file that breaks off is an error and not, as elsewhere, a row less.

    Attributes:
        source: where the rows come from.
        needs: the columns of `source` to make them from.
        gives: the columns that come out.
        mapped: makes them, block by block; it may leave rows out.
    """

    source: Input
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    mapped: Callable[[Block], Block]

    @property
    def name(self) -> str:
        """The name of the source."""
        return self.source.name

    @property
    def size(self) -> int | None:
        """Bytes to read, None if unknown."""
        return self.source.size

    def header(self) -> Header:
        """Return the columns that come out."""
        return Header(dict.fromkeys(self.gives, "made"))

    def blocks(self, wanted: Wanted) -> Iterator[Block]:
        """Yield the rows; see `Input`. Raises `BadInput` where the source cannot be read."""
        try:
            for block in self.source.blocks(Wanted(self.needs)):
                made = self.mapped(readable(block))
                names = [name for name in wanted.names if name in made.columns]
                yield replace(made, columns={name: made.columns[name] for name in names})
        except Unreadable as error:
            raise BadInput(error.message, hint="Download it again.") from error
