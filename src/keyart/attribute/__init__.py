"""From accepted events to facts: merge duplicates, attribute plays, add both up.

It works on one part at a time (all encoded events of some profiles), without files or a store. In
the order of use:

- `title_rules`: the rules of each title, from the catalogue and the settings.
- `merge_duplicates`: keeps one row for each event, and counts the others; `keep` does so for each
  batch.
- `attribute`: from the events of a part to its exposure and viewing facts.

`MATCH_SQL` (with `rule_tables`) expresses the same rule in SQL. docs/concepts.md explains the rule;
modules follow its steps: `rules`, `identity` and `duplicates`, `part`, `matching`, `facts`.
`kernels` has the compiled loops.
"""

from keyart.attribute.canonical import ProfileText
from keyart.attribute.duplicates import Deduplicated, EventCounts, EventTable, merge_duplicates
from keyart.attribute.facts import Facts, attribute
from keyart.attribute.keeping import (
    KeepResult,
    contested_ids,
    drop_ids,
    find_shared_ids,
    is_in,
    keep,
    select_ids,
)
from keyart.attribute.matching import Matches, match
from keyart.attribute.part import SortedPart, sorted_part
from keyart.attribute.reference import MATCH_SQL, rule_tables
from keyart.attribute.rules import Families, TitleRules, changed_titles, families, title_rules

__all__ = [
    "MATCH_SQL",
    "Deduplicated",
    "EventCounts",
    "EventTable",
    "Facts",
    "Families",
    "KeepResult",
    "Matches",
    "ProfileText",
    "SortedPart",
    "TitleRules",
    "attribute",
    "changed_titles",
    "contested_ids",
    "drop_ids",
    "families",
    "find_shared_ids",
    "is_in",
    "keep",
    "match",
    "merge_duplicates",
    "rule_tables",
    "select_ids",
    "sorted_part",
    "title_rules",
]
