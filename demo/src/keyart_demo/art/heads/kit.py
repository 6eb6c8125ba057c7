"""The sitter of a picture: a face, hair, clothes and the attributes of the brief's lead."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from keyart_demo.art.brief import Lead, Style
from keyart_demo.art.heads import clothes, hair, headwear
from keyart_demo.art.heads.face import Build, face, feminine, masculine, neck
from keyart_demo.art.heads.parts import Part, posed, turn

Garment = Callable[[Build], tuple[Part, ...]]

_PIVOT = (0.0, -0.75, -0.2)
"""The pivot of a turning head: the top of the spine."""
_WOMEN = frozenset({Lead.LONG_HAIR, Lead.BOB})
_MEN = frozenset({Lead.BEARD})
_OLD_WORLD = frozenset({Style.FANTASY, Style.GAME, Style.HORROR})
_SUITS = frozenset({Style.CRIME, Style.THRILLER, Style.COMEDY, Style.DRAMA, Style.ROMANCE})


@dataclass(frozen=True, eq=False, slots=True)
class Sitter:
    """A head that can turn, on a body that does not."""

    head: tuple[Part, ...]
    body: tuple[Part, ...]
    hidden: bool
    """Whether the face is completely hidden."""
    brimmed: bool
    """Whether a brim keeps light from above off the face."""

    def parts(self, pitch: float = 0.0, yaw: float = 0.0, roll: float = 0.0) -> tuple[Part, ...]:
        """Return the parts with the head turned by degrees, the body by a third of that."""
        head = posed(self.head, turn(pitch, yaw, roll), _PIVOT)
        return (*posed(self.body, turn(0, yaw * 0.4, 0), _PIVOT), *head)


def sitter(lead: Lead, style: Style, rng: np.random.Generator) -> Sitter:
    """Return the person for a title's look and lead."""
    woman = lead in _WOMEN or (lead not in _MEN and rng.random() < 0.5)
    build = feminine(rng) if woman else masculine(rng)
    body = (*neck(build), *_garment(lead, style, rng)(build))
    worn = _WORN[lead](_Person(build, woman, style, rng))
    return Sitter(worn.parts, body, worn.hidden, lead in {Lead.HAT, Lead.CONICAL_HAT})


@dataclass(frozen=True, eq=False, slots=True)
class _Person:
    build: Build
    woman: bool
    style: Style
    rng: np.random.Generator

    def bare(self) -> tuple[Part, ...]:
        """Return face and eyebrows."""
        return (*face(self.build), *hair.eyebrows(self.build, 0.02 if self.woman else 0.0))

    def below_hat(self) -> tuple[Part, ...]:
        """Return the face, with the hair visible below a hat and nothing in the hat's place."""
        locks = hair.bob(self.rng) if self.woman else hair.hatted()
        return (*self.bare(), *locks, headwear.room())


@dataclass(frozen=True, eq=False, slots=True)
class _Worn:
    parts: tuple[Part, ...]
    hidden: bool = False


def _helmet(person: _Person) -> _Worn:
    if person.style in _OLD_WORLD or person.style is Style.DRAMA:
        return _Worn(headwear.knight_helm(), hidden=True)
    if person.style in {Style.SPORT, Style.COMEDY, Style.CRIME}:
        return _Worn(headwear.racing_helmet(), hidden=True)
    return _Worn(headwear.space_helmet(), hidden=True)


def _hood(person: _Person) -> _Worn:
    furred = person.style in {Style.ADVENTURE, Style.DOCUMENTARY, Style.FAMILY, Style.DRAMA}
    around = headwear.hood(person.rng, furred=furred)
    return _Worn((*around, *person.bare()))


def _hat(person: _Person) -> _Worn:
    casual = person.style in {Style.COMEDY, Style.FAMILY, Style.SPORT} and person.rng.random() < 0.5
    top = headwear.flat_cap(person.rng) if casual else headwear.fedora(person.rng)
    return _Worn((*person.below_hat(), *top))


def _conical(person: _Person) -> _Worn:
    return _Worn((*person.below_hat(), *headwear.conical_hat(person.rng)))


def _scarf(person: _Person) -> _Worn:
    if person.woman:
        return _Worn((*headwear.headscarf(person.rng), *person.bare()))
    veiled = bool(person.rng.random() < 0.65)
    cloth = headwear.wrapped(person.rng, veiled=veiled)
    whiskers = () if veiled else hair.beard(person.rng, person.build)
    return _Worn((*person.bare(), *whiskers, *cloth))


def _crown(person: _Person) -> _Worn:
    locks = hair.long_hair(person.rng) if person.woman else hair.short_hair(person.rng)
    whiskers = hair.beard(person.rng, person.build) if _bearded(person, 0.5) else ()
    return _Worn((*person.bare(), *locks, *whiskers, *headwear.crown(person.rng)))


def _glasses(person: _Person) -> _Worn:
    locks = hair.bob(person.rng) if person.woman else hair.short_hair(person.rng)
    whiskers = hair.moustache(person.build) if _bearded(person, 0.45) else ()
    return _Worn((*person.bare(), *locks, *whiskers, *headwear.glasses(person.rng)))


def _mask(person: _Person) -> _Worn:
    locks = hair.long_hair(person.rng) if person.woman else hair.short_hair(person.rng)
    if person.style in _OLD_WORLD or person.rng.random() < 0.35:
        return _Worn((*locks, *headwear.fox_mask()), hidden=True)
    return _Worn((*face(person.build), *locks, *headwear.half_mask(person.rng)))


def _long_hair(person: _Person) -> _Worn:
    return _Worn((*person.bare(), *hair.long_hair(person.rng)))


def _bob(person: _Person) -> _Worn:
    return _Worn((*person.bare(), *hair.bob(person.rng)))


def _short_hair(person: _Person) -> _Worn:
    return _Worn((*person.bare(), *hair.short_hair(person.rng)))


def _beard(person: _Person) -> _Worn:
    return _Worn(
        (*person.bare(), *hair.short_hair(person.rng), *hair.beard(person.rng, person.build))
    )


def _bearded(person: _Person, share: float) -> bool:
    return not person.woman and bool(person.rng.random() < share)


_WORN: dict[Lead, Callable[[_Person], _Worn]] = {
    Lead.HELMET: _helmet,
    Lead.HOOD: _hood,
    Lead.HAT: _hat,
    Lead.CONICAL_HAT: _conical,
    Lead.SCARF: _scarf,
    Lead.CROWN: _crown,
    Lead.GLASSES: _glasses,
    Lead.MASK: _mask,
    Lead.LONG_HAIR: _long_hair,
    Lead.SHORT_HAIR: _short_hair,
    Lead.BOB: _bob,
    Lead.BEARD: _beard,
}


def _garment(lead: Lead, style: Style, rng: np.random.Generator) -> Garment:
    """Return the clothes below the chin."""
    if lead is Lead.CROWN:
        return clothes.fur if rng.random() < 0.5 else clothes.mantle
    if lead is Lead.HELMET and style in _OLD_WORLD:
        return clothes.armour
    if style in _OLD_WORLD or lead in {Lead.HOOD, Lead.CONICAL_HAT}:
        return clothes.mantle
    if style in _SUITS and lead is not Lead.SCARF:
        return clothes.suit if rng.random() < 0.6 else clothes.coat
    return clothes.coat if rng.random() < 0.6 else clothes.shirt
