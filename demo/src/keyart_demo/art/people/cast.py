"""The people of a title: the lead and up to five others, the same in all its artworks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from keyart_demo.art.brief import Lead, Style
from keyart_demo.art.colour import Ramp
from keyart_demo.art.heads.kit import Sitter, sitter
from keyart_demo.art.heads.painting import wardrobe
from keyart_demo.art.heads.parts import OWNERS, Material, Part, placed
from keyart_demo.art.people.sitting import Pose
from keyart_demo.art.scene import Scene

_BARE: Final = (Lead.SHORT_HAIR, Lead.LONG_HAIR, Lead.BEARD, Lead.BOB, Lead.GLASSES)
_BESIDE: Final[dict[Style, tuple[Lead, ...]]] = {
    Style.FANTASY: (Lead.HOOD, Lead.LONG_HAIR, Lead.BEARD, Lead.HELMET, Lead.CROWN),
    Style.GAME: (Lead.MASK, Lead.CONICAL_HAT, Lead.LONG_HAIR, Lead.HOOD, Lead.SHORT_HAIR),
    Style.CRIME: (Lead.HAT, Lead.SHORT_HAIR, Lead.BOB, Lead.GLASSES, Lead.BEARD),
    Style.SCIFI: (Lead.SHORT_HAIR, Lead.BOB, Lead.BEARD, Lead.HELMET, Lead.LONG_HAIR),
    Style.ADVENTURE: (Lead.SCARF, Lead.BEARD, Lead.LONG_HAIR, Lead.HAT, Lead.SHORT_HAIR),
}
"""The lead's companions, by genre; otherwise ordinary people."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The position of a group member: lengths in head units of the frontmost."""

    who: int
    """0 is the lead."""
    x: float
    y: float
    z: float
    scale: float
    pose: Pose


def company(scene: Scene, count: int) -> list[Sitter]:
    """Return the lead and others, each with an individual look."""
    brief = scene.brief
    others = _BESIDE.get(brief.style, _BARE)
    rng = scene.rng("company", shared=True)
    order = [others[int(i)] for i in rng.permutation(len(others))]
    # Only the lead has the lead's attribute.
    order = [lead for lead in order if lead is not brief.lead] or list(others)
    people = [sitter(brief.lead, brief.style, scene.rng("lead", shared=True))]
    for i in range(1, count):
        lead = order[(i - 1) % len(order)]
        people.append(sitter(lead, brief.style, scene.rng(f"person {i}", shared=True)))
    return people


def wardrobes(scene: Scene, count: int) -> list[dict[Material, Ramp]]:
    """Return the colours of each person's clothes; the lead's first."""
    names = ["wardrobe", *(f"wardrobe {i}" for i in range(1, count))]
    return [wardrobe(scene.palette, scene.rng(name, shared=True)) for name in names]


def gathered(people: Sequence[Sitter], places: Sequence[Standing]) -> tuple[Part, ...]:
    """Return the parts of a group, one owner for each place."""
    assert len(places) <= OWNERS
    parts: list[Part] = []
    for owner, place in enumerate(places):
        pose = place.pose
        sitter_parts = people[place.who].parts(pose.pitch, pose.yaw, pose.roll)
        parts += placed(sitter_parts, (place.x, place.y, place.z), place.scale, owner)
    return tuple(parts)
