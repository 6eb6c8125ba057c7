"""Audience expressions: which profiles are meant, as text and as data.

`parse` gives data, `to_text` gives text back. Who the members are is found in
`keyart.query.membership`; here nothing is known of a store.
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
