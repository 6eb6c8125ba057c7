"""The model card of a fit: its method, its quality, and what it must not be used for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from keyart.audiences.affinities import AffinityModel

METHOD = (
    "A profile's viewing is modeled as a mixture of tastes and of what everybody in its market "
    "watches. The number of tastes comes from titles watched together more often than popularity "
    "explains, compared with simulations by popularity alone. Details: docs/audiences.md."
)

MUST_NOT = (
    "to decide about a person: a price, a job, a loan, insurance or admission",
    "to infer health, faith, politics, sexuality, ethnicity or the like, directly or by proxy",
    "for profiles of children, or of people without consent: they are in no affinity",
    "as a fact about one person: an affinity shows what was watched, by anyone in the household",
)
"""What affinities must not be used for."""


@dataclass(frozen=True)
class ModelCard:
    """A model card, as data and as text. A number that may not be shown is None."""

    data: Mapping[str, Any]

    @classmethod
    def of(cls, model: AffinityModel) -> "ModelCard":
        """Return the card of a fit."""
        return cls({
            "fit": model.number,
            "method": METHOD,
            **model.card,
            "affinities": [
                {"id": a.id, "name": a.name, "members": a.members, "strength": a.strength,
                 "since": a.since, "edited_by": a.edited_by} for a in model.affinities
            ],
            "must_not_be_used": list(MUST_NOT),
        })  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Return the card in JSON types."""
        return dict(self.data)

    def to_text(self) -> str:
        """Return the card for people to read."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        card = self.data
        plays, profiles, affinities = card["plays"], card["profiles"], card["affinities"]
        yield f"Affinities, fit {card['fit']}, of {card['fitted'][:16]}"
        yield ""
        yield f"Data: {plays['kept']:,} plays from {_day(plays['from'])} to {_day(plays['until'])}."
        yield (
            f"Profiles: {_count(profiles['told'])} of {_count(profiles['watched'])} have an "
            f"affinity; {_count(profiles['too_little'])} have watched too little, "
            f"{_count(profiles['none'])} have none. {_count(card['protected'])} more are "
            "protected and not used."
        )
        yield f"Titles: {card['titles']['used']:,}; {card['titles']['rare']:,} too rare to count."
        yield f"Method: {card['method']}"
        yield from _scores(card["held_out"])
        yield ""
        yield f"{len(affinities)} affinities:"
        for affinity in affinities:
            members = _count(affinity["members"])
            yield f"  {affinity['name']} ({affinity['id']}): {members} profiles"
        yield from _left_out(card)
        yield ""
        yield "Not to be used:"
        yield from (f"  {what}" for what in card["must_not_be_used"])


def _count(profiles: int | None) -> str:
    return "few" if profiles is None else f"{profiles:,}"


def _day(instant: str | None) -> str:
    return "–" if instant is None else instant[:10]


def _scores(score: Mapping[str, Any] | None) -> Iterator[str]:
    if score is None:
        yield "Held-out scores: none, too few profiles."
        return
    yield (
        f"Held-out scores, on {score['profiles']:,} profiles not used for fitting: recall@20 "
        f"{score['recall']:.3f} (popularity {score['recall_by_popularity']:.3f}), NDCG@20 "
        f"{score['ndcg']:.3f} (popularity {score['ndcg_by_popularity']:.3f})."
    )


def _left_out(card: Mapping[str, Any]) -> Iterator[str]:
    subjects = ", ".join(card["settings"]["sensitive_tags"]) or "none"
    yield f"Sensitive subjects: {subjects}. Withheld: {len(card['withheld'])}."
    for taste in card["withheld"]:
        members = _count(taste["members"])
        yield f"  a taste of {members} profiles, {taste['part']:.0%} of it such titles"
    if card["left_out"]:
        yield f"Left out, with too few members: {len(card['left_out'])}."
    for change in card["changes"]:
        other = f" ({change['other']})" if change["other"] else ""
        yield f"  {change['fate']}: {change['name']}, {_count(change['members'])} profiles{other}"
