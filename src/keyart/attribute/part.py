"""One part: all kept events of some profiles, sorted, with the rules that hold for them."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from keyart.attribute.order import Sorted, column, sort_events
from keyart.attribute.rules import TitleRules
from keyart.core.vocabulary import Vocabulary


@dataclass(frozen=True)
class Part:
    """What attribution works on; one table of each kind, no event twice."""

    impressions: pa.Table
    plays: pa.Table
    shown: Sorted
    """The order of `impressions`."""
    played: Sorted
    """The order of `plays`."""
    rules: TitleRules
    vocabularies: Mapping[str, Vocabulary]


def sorted_part(
    impressions: pa.Table,
    plays: pa.Table,
    rules: TitleRules,
    vocabularies: Mapping[str, Vocabulary],
) -> Part:
    """Sort both tables and return them as a part.

    Raises `ValueError` if a row has a title or placement that came to its vocabulary after the
    rules were made.
    """
    _check_codes(impressions, "title", rules.titles)
    _check_codes(impressions, "placement", rules.placements)
    _check_codes(plays, "title", rules.titles)
    return Part(
        impressions, plays, sort_events(impressions), sort_events(plays), rules, vocabularies
    )


def _check_codes(events: pa.Table, name: str, known: int) -> None:
    if events.num_rows and int(column(events, name).max()) >= known:
        raise ValueError(f"A {name} is unknown to the rules: make them after all is encoded.")
