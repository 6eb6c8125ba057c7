"""What Druid cannot answer, said by name and with what to do."""

from keyart.core.errors import UnsupportedByEngine

ELSEWHERE = 'Ask engine="native".'


def unsupported(what: str, hint: str = ELSEWHERE) -> UnsupportedByEngine:
    """Return the refusal of `what`, a whole sentence."""
    return UnsupportedByEngine(what, hint=hint)


def not_loaded(kind: str, name: str, setting: str) -> UnsupportedByEngine:
    """Return the refusal of a name that Druid has not; `setting` of `[druid]` says what it has."""
    return unsupported(
        f"Druid has not loaded the {kind} {name!r}.",
        f"Name it in {setting} of [druid] and run: keyart druid load. Or {_small(ELSEWHERE)}",
    )


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
