"""From one part's events to its facts."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from keyart.attribute.facts import exposure_facts, viewing_facts
from keyart.attribute.matching import match
from keyart.attribute.part import sorted_part
from keyart.attribute.rules import TitleRules
from keyart.core.vocabulary import Vocabulary


@dataclass(frozen=True)
class Facts:
    """The facts of one part: two sorted runs, as core/facts.py describes their columns."""

    exposure: pa.Table
    viewing: pa.Table


def attribute(
    impressions: pa.Table,
    plays: pa.Table,
    rules: TitleRules,
    vocabularies: Mapping[str, Vocabulary],
) -> Facts:
    """Attribute the plays of a part to its impressions and add both up.

    Both tables have been through `merge_duplicates`. `rules` were made by `title_rules` after
    the last row was encoded. Facts are a function of the rows alone: neither their order nor
    the numbers given to texts matter (but for the order of the facts, which is by code).
    """
    part = sorted_part(impressions, plays, rules, vocabularies)  # 1. sort by title, profile, time
    matches = match(part)  # 2. find the impression that led to each play
    return Facts(exposure_facts(part, matches), viewing_facts(part, matches))  # 3. add up
