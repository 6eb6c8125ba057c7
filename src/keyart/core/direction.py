"""Names in scripts that run from right to left, inside sentences that run from left to right."""

from unicodedata import bidirectional

ISOLATE, END = "\u2068", "\u2069"
"""FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE: what is between them has its own direction."""

_REORDERING = frozenset(("R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO"))


def isolated(name: str) -> str:
    """Return a name as part of a sentence, so that it cannot reorder the words around it.

    Without isolation, a Hebrew or Arabic name takes digits and brackets beside it along to its
    other side. Names without such characters are returned as they are.

    The Unicode bidirectional algorithm: https://www.unicode.org/reports/tr9/.
    """
    if _REORDERING.isdisjoint(map(bidirectional, name)):
        return name
    inner = name.replace(ISOLATE, "").replace(END, "")
    return f"{ISOLATE}{inner}{END}"


def quoted(name: str) -> str:
    """Return a name in quotation marks, as part of a sentence."""
    return f"“{isolated(name)}”"
