"""Findings and notes as sentences."""

from keyart.insights.resonance.result import Finding

SUPPLY = (
    "Viewing follows supply: an index says what people chose among what there was, not what they "
    "would choose from anything."
)
ALIKE = (
    "These people are compared with themselves, so every taste index is 100: findings rest on "
    "demand alone."
)
NOTHING = "Nothing was viewed in this context."


def sentence(
    finding: Finding,
    value: str,
    indexes: tuple[float | None, float | None],
    titles: int,
    top: str | None,
) -> str:
    """Return a finding in a sentence."""
    taste, demand = (None if index is None else f"{index:.0f}" for index in indexes)
    measured = f"taste {taste or '–'}, demand {demand or '–'} (100 is par)"
    match finding:
        case Finding.UNDER_SERVED:
            return f"More {value} would find viewers: {measured}, also without its top title."
        case Finding.OVER_SERVED:
            return f"There is more {value} than they watch: {measured}, over {titles:,} titles."
        case Finding.ONE_TITLE:
            name = f"“{top}”" if top else "one title"
            return f"Only {name} makes {value} stand out: {measured} with it."
        case Finding.USUAL:
            return f"No difference beyond chance: {measured}."
        case Finding.TOO_LITTLE_DATA:
            return "Too few people to say."


def notes_on_supply(everywhere: int, guessed: int) -> list[str]:
    """Return what is assumed about titles."""
    notes: list[str] = []
    if everywhere:
        noun = "1 title counts" if everywhere == 1 else f"{everywhere:,} titles count"
        notes.append(
            f"{noun} as offered everywhere from launch on: `availability` has no rows for them."
        )
    if guessed:
        noun = "1 title has" if guessed == 1 else f"{guessed:,} titles have"
        notes.append(f"{noun} no run time and count with the usual one of their content type.")
    return notes
