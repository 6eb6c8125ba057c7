"""From accepted events to facts: duplicates merged, plays attributed, both added up.

Works on one part at a time (all events of some profiles, encoded); knows no file and no store.
In the order of use:

- `title_rules`: what the catalogue and the settings say of each title.
- `merge_duplicates`: keeps one row for each event, and counts the others; `keep` does so batch by
  batch.
- `attribute`: from the events of a part to its exposure and viewing facts.

`MATCH_SQL` (with `rule_tables`) states the same rule in SQL. The rule itself stands in
docs/concepts.md; modules follow its steps: `rules`, `identity` and `duplicates`, `order`,
`links`, `matching`, `facts`. `kernels` holds the compiled loops.
"""

from keyart.attribute.canonical import ProfileText
from keyart.attribute.duplicates import Counts, Deduplicated, EventTable, merge_duplicates
from keyart.attribute.facts import Facts, attribute
from keyart.attribute.keeping import Kept, contested_ids, crossing, inside, keep, only, without
from keyart.attribute.matching import Matches, match
from keyart.attribute.part import Part, sorted_part
from keyart.attribute.reference import MATCH_SQL, rule_tables
from keyart.attribute.rules import Families, TitleRules, changed_titles, families, title_rules

__all__ = [
    "MATCH_SQL",
    "Counts",
    "Deduplicated",
    "EventTable",
    "Facts",
    "Families",
    "Kept",
    "Matches",
    "Part",
    "ProfileText",
    "TitleRules",
    "attribute",
    "changed_titles",
    "contested_ids",
    "crossing",
    "families",
    "inside",
    "keep",
    "match",
    "merge_duplicates",
    "only",
    "rule_tables",
    "sorted_part",
    "title_rules",
    "without",
]
