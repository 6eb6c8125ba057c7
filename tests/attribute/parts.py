"""Plain events as the encoded tables between the steps, and facts back as plain rows."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from keyart.attribute import TitleRules, title_rules
from keyart.core.facts import (
    IMPRESSION_TEXT,
    MISSING,
    REASONS,
    custom_dimension,
    custom_sum,
)
from keyart.core.settings import Settings
from keyart.core.vocabulary import Vocabularies, Vocabulary
from tests.oracles.attribution import Custom, Row, millionths, watch_ms

NO_CUSTOM = Custom()


class Encoder:
    """Encodes events as one publication does: texts as codes, profiles as ordinals."""

    def __init__(self, titles: Sequence[Row] = (), custom: Custom = NO_CUSTOM) -> None:
        self.custom = custom
        self.titles = titles
        names = (*IMPRESSION_TEXT, *map(custom_dimension, custom.dimensions))
        self.vocabularies: Vocabularies = {name: Vocabulary() for name in names}
        self.profiles = Vocabulary()

    def impressions(self, rows: Iterable[Row], batch: int = 1) -> pa.Table:
        """Return impressions as a part's table."""
        rows = list(rows)
        columns: dict[str, Any] = {
            "profile": self._profiles(rows),
            "title": self._codes("title", "title_id", rows),
            "asset": self._codes("asset", "asset_id", rows),
            "ts": pa.array([row["ts"] for row in rows], pa.int64()),
            "event_id": pa.array([row.get("event_id") for row in rows], pa.string()),
        }
        for name in ("country", "device", "placement", "position", "phase"):
            columns[name] = self._codes(name, name, rows)
        for name in ("propensity", "visible_ms", "media_seconds"):
            columns[name] = _floats(name, rows)
        for name in self.custom.dimensions:
            columns[custom_dimension(name)] = self._codes(custom_dimension(name), name, rows)
        for name in self.custom.sums:
            values = [millionths(row.get(name)) for row in rows]
            columns[custom_sum(name)] = pa.array(values, pa.int64())
        return pa.table({**columns, "batch": pa.array([batch] * len(rows), pa.int32())})

    def plays(self, rows: Iterable[Row], batch: int = 1) -> pa.Table:
        """Return plays as a part's table."""
        rows = list(rows)
        return pa.table(
            {
                "profile": self._profiles(rows),
                "title": self._codes("title", "title_id", rows),
                "ts": pa.array([row["ts"] for row in rows], pa.int64()),
                "watch_ms": pa.array([watch_ms(row) for row in rows], pa.int64()),
                "event_id": pa.array([row.get("event_id") for row in rows], pa.string()),
                "fraction": _floats("fraction", rows),
                "country": self._codes("country", "country", rows),
                "device": self._codes("device", "device", rows),
                "impression_id": pa.array([r.get("impression_id") for r in rows], pa.string()),
                "batch": pa.array([batch] * len(rows), pa.int32()),
            }
        )

    def rules(self, settings: Settings | None = None) -> TitleRules:
        """Return the rules for all that was encoded so far."""
        return title_rules(
            catalogue(self.titles),
            self.vocabularies["title"],
            self.vocabularies["placement"],
            settings or Settings(),
        )

    def profile_text(self, profiles: np.ndarray) -> list[str]:
        """Return the profiles' ids."""
        return self.profiles.array().take(pa.array(profiles)).to_pylist()

    def decode(self, facts: pa.Table) -> list[Row]:
        """Return facts as plain rows."""
        columns: dict[str, list[Any]] = {}
        for name in facts.column_names:
            codes = facts[name].to_pylist()
            if name == "profile":
                columns[name] = self.profile_text(facts[name].to_numpy())
            elif name == "reason":
                columns[name] = [None if code == MISSING else REASONS[code] for code in codes]
            elif name in self.vocabularies:
                values = self.vocabularies[name].values
                columns[name] = [None if code == MISSING else values[code] for code in codes]
            else:
                columns[name] = codes
        names = list(columns)
        return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def _profiles(self, rows: list[Row]) -> pa.Array:
        codes = [self.profiles.add(row["profile_id"]) for row in rows]
        return pa.array(codes, pa.uint32())

    def _codes(self, vocabulary: str, name: str, rows: list[Row]) -> pa.Array:
        values = [row.get(name) for row in rows]
        texts = pa.array([None if v is None else str(v) for v in values], pa.string())
        return pa.array(self.vocabularies[vocabulary].encode(texts))


def catalogue(titles: Sequence[Row]) -> pa.Table:
    """Return titles as the store gives them."""
    kinds = {
        "title_id": pa.string(),
        "parent_title_id": pa.string(),
        "content_type": pa.string(),
        "runtime_seconds": pa.float64(),
    }
    return pa.table(
        {name: pa.array([t.get(name) for t in titles], kind) for name, kind in kinds.items()}
    )


def _floats(name: str, rows: list[Row]) -> pa.Array:
    values = [np.nan if row.get(name) is None else row[name] for row in rows]
    return pa.array(values, pa.float64())
