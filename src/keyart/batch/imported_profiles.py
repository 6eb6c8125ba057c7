"""Taking what is known of profiles out of a folder of facts, where they are keys already."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from keyart.batch.batch import Batch, Ordinals
from keyart.batch.imported_facts import fact_ordinals
from keyart.core.errors import BadInput, MissingColumn
from keyart.core.fact_files import PROFILE_HIGH, PROFILE_LOW
from keyart.core.schema import CONSENTS
from keyart.scale.fact_reading import AGAIN, Files

HALVES = (PROFILE_HIGH, PROFILE_LOW)
CONSENT, MINOR = "consent", "is_minor"


def profile_rows(batch: Batch, files: Files) -> Iterator[tuple[Ordinals, pa.Table]]:
    """Yield (ordinals, consent, is_minor and attributes) of the profiles in `files`, in pieces.

    Raises `MissingColumn`, and `BadInput` for a value that cannot be.
    """
    for path, rows in files.batches():
        for name in HALVES:
            if name not in rows.schema.names:
                raise MissingColumn(f"{path} has no column {name}.", hint=AGAIN)
        if rows.num_rows:
            keys = pa.table({name: _halves(path, name, rows.column(name)) for name in HALVES})
            others = [name for name in rows.schema.names if name not in HALVES]
            known = pa.table({n: _values(path, n, rows.column(n)) for n in others})
            yield fact_ordinals(batch, keys), known


def _halves(path: Path, name: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
    if values.type != pa.int64() or values.null_count:
        raise BadInput(f"{path} has {name} that is no key in each row.", hint=AGAIN)
    return values


def _values(path: Path, name: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
    if name == MINOR:
        if values.type != pa.bool_():
            raise BadInput(f"{path} has {name} as {values.type} instead of bool.", hint=AGAIN)
        return values
    try:
        text = values.cast(pa.string())
    except pa.ArrowException as error:
        raise BadInput(f"{path} has {name} that is no text ({error}).", hint=AGAIN) from error
    if name == CONSENT:
        known = pc.is_in(text, value_set=pa.array([*CONSENTS, None], pa.string()))
        if not pc.all(known).as_py():
            one = text.filter(pc.invert(known))[0].as_py()
            raise BadInput(
                f"{path} has the consent {one!r}, which there is not.",
                hint=f"There are: {', '.join(CONSENTS)}.",
            )
    return text
