"""Words and measures in the graph: what stands beside them on every page."""

from keyart.core.glossary import GLOSSARY, MEASURES
from tests.api.graphql.asking import Graph

ASKED = "{ glossary { key name definition more } }"


def test_every_word_and_measure_is_explained_once(graph: Graph) -> None:
    terms = graph.ask(ASKED)["glossary"]
    known = {term["key"]: term for term in terms}
    assert len(known) == len(terms)
    assert {term["name"] for term in terms} >= set(GLOSSARY)
    assert known.keys() >= set(MEASURES)
    assert known["take_rate"]["definition"] == GLOSSARY["take rate"]


def test_settings_are_told_with_their_values(graph: Graph) -> None:
    terms = {term["key"]: term["more"] for term in graph.ask(ASKED)["glossary"]}
    assert terms["qualified_plays"] == "Here `min_play_seconds` is 120."
    assert terms["completion_rate"] == "Here `completion_fraction` is 0.9."
    assert terms["reach"] is None
