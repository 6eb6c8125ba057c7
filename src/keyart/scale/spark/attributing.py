"""From the events of some profiles to their facts, by the compiled loops of `keyart.attribute`.

A task has whole profiles: a title that everybody watches is spread over all tasks, and a bot costs
what its events cost.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyspark import Broadcast

from keyart.attribute import attribute, title_rules
from keyart.core.config import Config
from keyart.core.fact_files import TIME, fact_schema
from keyart.core.facts import REASONS, SLOT_MICROSECONDS, Family
from keyart.core.vocabulary import Vocabularies, Vocabulary
from keyart.ingest.keyed_hash import Keys
from keyart.scale.spark.rows import (
    batches,
    coded,
    collected,
    labelled,
    signed_halves,
    texts,
    widened,
)

FAMILY = "family"


def own_schema(family: Family, config: Config, *, audience: bool = False) -> pa.Schema:
    """Return the columns of a family's fact files."""
    return fact_schema(family, config.dimensions, config.custom_sums, audience=audience)


def facts_schema(config: Config) -> pa.Schema:
    """Return the columns of the facts of both families together."""
    both = {field.name: field for family in Family for field in own_schema(family, config)}
    return pa.schema([pa.field(FAMILY, pa.string()), *both.values()])


@dataclass(frozen=True)
class Attributor:
    """Makes facts of events, no event twice."""

    config: Config
    titles: Broadcast[pa.Table]

    def facts(self, pieces: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the facts of whole profiles."""
        rows = collected(pieces)
        if rows is None:
            return
        part = coded(rows, self.config)
        known = part.vocabularies
        placements = known.setdefault("placement", Vocabulary())
        titles = known.setdefault("title", Vocabulary())
        rules = title_rules(self.titles.value, titles, placements, self.config.settings)
        made = attribute(part.tables["impressions"], part.tables["plays"], rules, known)
        vocabularies = {**known, "reason": Vocabulary(REASONS)}
        for family, facts in ((Family.EXPOSURE, made.exposure), (Family.VIEWING, made.viewing)):
            plain = self._plain(family, facts, part.keys, vocabularies)
            out = widened(labelled(plain, FAMILY, family), facts_schema(self.config))
            yield from batches(out)

    def _plain(
        self, family: Family, facts: pa.Table, keys: Keys, vocabularies: Vocabularies
    ) -> pa.Table:
        schema = own_schema(family, self.config)
        slots = facts.column("slot").to_numpy().astype(np.int64)
        columns: dict[str, pa.Array | pa.ChunkedArray] = dict(
            signed_halves(keys[facts.column("profile").to_numpy()])
        )
        columns[TIME] = pa.array(slots * SLOT_MICROSECONDS).cast(schema.field(TIME).type)
        for name in schema.names:
            if name in vocabularies:
                columns[name] = texts(facts.column(name).to_numpy(), vocabularies[name])
            elif name not in columns:
                columns[name] = facts.column(name)
        return pa.table([columns[name] for name in schema.names], schema=schema)
