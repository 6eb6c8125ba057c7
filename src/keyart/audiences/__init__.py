"""Audience expressions: which profiles an audience has, as text and as data.

`parse` turns text into data, `to_text` turns data into text. `keyart.query.membership` finds the
members; this package does not depend on a store.
"""

from keyart.audiences.expression import (
    AFFINITY,
    ATTRIBUTE,
    KINDS,
    LIST,
    SEGMENT,
    And,
    Attribute,
    Expression,
    Leaf,
    NamedAudience,
    Not,
    Or,
    Rule,
    RuleComparison,
    Value,
    leaves,
    named_segments,
    to_text,
)
from keyart.audiences.parsing import parse
from keyart.audiences.ready_made import READY_MADE, ReadyMade
from keyart.audiences.rules import RULES, RuleForm

__all__ = [
    "AFFINITY",
    "ATTRIBUTE",
    "KINDS",
    "LIST",
    "READY_MADE",
    "RULES",
    "SEGMENT",
    "And",
    "Attribute",
    "Expression",
    "Leaf",
    "NamedAudience",
    "Not",
    "Or",
    "ReadyMade",
    "Rule",
    "RuleComparison",
    "RuleForm",
    "Value",
    "leaves",
    "named_segments",
    "parse",
    "to_text",
]
