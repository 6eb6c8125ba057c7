"""What words and measures mean, for help beside them: the sentences of the documentation."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

import strawberry
from strawberry import field

from keyart.api.graphql.context import Info
from keyart.core.glossary import GLOSSARY, MEASURES
from keyart.core.measures import Measure, Ratio
from keyart.core.settings import Settings

SETTING = re.compile("`([a-z_]+)`")
"""How a sentence names a setting."""


@strawberry.type(description="A word or measure, and what it means.")
class Term:
    """One entry."""

    key: str = field(description="Its name where programs use it, such as take_rate.")
    name: str = field(description="The word itself.")
    definition: str = field(description="What it means; names of settings stand in backticks.")
    more: str | None = field(description="What the settings that it names are in this store.")


@strawberry.type(description="What words mean.")
class GlossaryQuery:
    """The question about words."""

    @strawberry.field(description="The words of Keyart, then the measures that are no words.")
    def glossary(self, info: Info) -> list[Term]:
        """Return all entries."""
        config = info.context.snapshot.config
        return list(_terms(config.measures, config.settings))


def _terms(measures: Mapping[str, Measure], settings: Settings) -> Iterator[Term]:
    words = {word.replace(" ", "_").replace("-", "_"): word for word in GLOSSARY}
    for key, word in words.items():
        yield _term(key, word, GLOSSARY[word], settings)
    for key, measure in measures.items():
        if key not in words:
            meaning = MEASURES.get(key) or _custom(measure)
            yield _term(key, key.replace("_", " "), meaning, settings)


def _term(key: str, name: str, definition: str, settings: Settings) -> Term:
    known = {setting.name for setting in fields(settings)}
    named = [name for name in SETTING.findall(definition) if name in known]
    values = [f"`{name}` is {getattr(settings, name):g}" for name in named]
    more = f"Here {' and '.join(values)}." if values else None
    return Term(key=key, name=name, definition=definition, more=more)


def _custom(measure: Measure) -> str:
    """Say what a measure of the store's own is made of."""
    if isinstance(measure, Ratio):
        return f"{measure.numerator} / {measure.denominator}."
    return "A sum of this store's own."
