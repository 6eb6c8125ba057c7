"""What a name suggests: the motif of an object poster, and the setting."""

import re
from collections.abc import Mapping
from typing import TypeVar

from keyart_demo.art.brief import Motif, Setting

T = TypeVar("T")

_MOTIFS: Mapping[str, Motif] = {
    r"lighthouse": Motif.LIGHTHOUSE,
    r"paper boat|boat|raft|regatta": Motif.BOAT,
    r"crown": Motif.CROWN,
    r"diamond|rhinestone": Motif.DIAMOND,
    r"lantern": Motif.LANTERN,
    r"rocket": Motif.ROCKET,
    r"troph|derby|promotion": Motif.TROPHY,
    r"teacup|tearoom|cups?\b|coffee": Motif.CUP,
    r"keys?\b|keyhole|locks?\b|locksmith|locked|vault": Motif.KEYHOLE,
    r"umbrella|parasol": Motif.UMBRELLA,
    r"doors?\b|threshold": Motif.DOOR,
    r"clock|minutes|stoppage time": Motif.CLOCK,
    r"mask": Motif.MASK,
    r"moon": Motif.MOON,
    r"planet|orbit": Motif.PLANET,
    r"sword|blade": Motif.SWORD,
}
_SETTINGS: Mapping[str, Setting] = {
    r"sea\b|tide|harbour|raft|adrift|ferry|reef|lighthouse|coast|bay\b|island": Setting.SEA,
    r"ice\b|snow|winter|thaw|below zero|arctic|white\b": Setting.ICE,
    r"forest|orchard|trees?\b|witch": Setting.FOREST,
    r"mount|ridge|saddle|peak|needle|north face|clouds": Setting.MOUNTAINS,
    r"desert|dunes|oasis|steppe|salt": Setting.DESERT,
    r"castle|manor|duke|king|throne|fortress": Setting.CASTLE,
    r"stars?\b|orbit|planet|galaxy|armada|fleet|suns?\b|signal": Setting.SPACE,
    r"garden|fields?\b|valley|harvest": Setting.FIELDS,
    r"city|street|stairs|office|seoul|building": Setting.CITY,
}


def motif_of(english: str) -> Motif | None:
    """Return the motif mentioned in an English name."""
    return _first(_MOTIFS, english)


def setting_of(english: str) -> Setting | None:
    """Return the setting mentioned in an English name."""
    return _first(_SETTINGS, english)


def _first(meanings: Mapping[str, T], english: str) -> T | None:
    words = english.lower()
    for pattern, meaning in meanings.items():
        if re.search(rf"\b(?:{pattern})", words):
            return meaning
    return None
