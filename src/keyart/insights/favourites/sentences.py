"""What is said of favourites, in plain sentences."""

from keyart.insights.favourites.result import AudienceRate


def sentence(
    name: str, audience: str, own: AudienceRate, usual: AudienceRate, *, wins: bool
) -> str:
    """Return that an audience takes an asset, beside the one that everybody else takes most.

    `wins` says that they are the same: then `usual` is the next best in the audience.
    """
    who = "the next best" if wins else f"“{usual.name}”, which all others take most,"
    return (
        f"“{own.name}” of “{name}” wins with {audience}: {own.rate:.1%} of them take it by first "
        f"exposure, {who} {usual.rate:.1%}."
    )


def notes(titles: int, losing: int) -> list[str]:
    """Return what the asker should know: how many titles were judged, and what was left out."""
    said = [f"The {titles:,} titles that most people were shown are judged."]
    if losing:
        many = "1 asset" if losing == 1 else f"{losing:,} assets"
        said.append(f"{many} cannot be a favourite: plays are won, viewers lost.")
    return said


NO_AUDIENCES = "There are no affinities yet: without them nobody has a favourite."
