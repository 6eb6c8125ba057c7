"""A small programme of invented titles in six scripts, to look at drawings with."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from keyart.demo.art.breaking import script_of
from keyart.demo.art.brief import Brief, Concept, Lead, Motif, Setting, Style

_TITLES: Final = """
The Quiet Ledger | thriller city keyhole hat | Every page has a witness.
Nine Doors Down | crime city diamond bob | Nine people. Nine seconds. No lights.
The Crown of Rivers | fantasy castle crown crown | Every throne is on loan to the sea.
Perihelion | scifi space planet helmet | Nearest is not the same as near.
Two Left Umbrellas | comedy city umbrella glasses | They only needed one.
Thaw | documentary ice clock hood | Ten thousand years, one summer.
Pip and the Paper Boat | family sea paper_boat short_hair | The smallest captain. The widest sea.
Extra Time | sport stadium trophy short_hair | Saturday 21:00
Where the Light Keeps | drama sea lighthouse long_hair | He kept the light. Nobody kept him.
Blackwater Hollow | horror forest lantern hood | Do not follow it down.
Kilometre Zero | adventure desert rocket scarf | The map ends here.
Sessiz Işık | drama fields door beard | Birini beklerken.
Тихая заводь / Still Backwater | horror forest moon long_hair | Не смотри вниз.
Час лисы / The Hour of the Fox | crime city mask mask |
Дальний берег / The Far Shore | adventure sea paper_boat beard | Домой плывут все.
달빛 정거장 / Moonlight Station | romance city moon bob | 막차는 아직 오지 않았다
마지막 시계 / The Last Clock | thriller city clock glasses |
종이배 탐험대 / The Paper Boat Crew | family sea paper_boat short_hair |
बारिश के बाद / After the Rain | romance city umbrella long_hair | दो लोग, एक छाता।
तीसरा दरवाज़ा / The Third Door | thriller fields door beard |
रेत का ताज / The Crown of Sand | adventure desert crown scarf |
فانوس البحر / Lantern of the Sea | drama sea lantern scarf | الضوء يعرف طريقه
سيف الرمال / Sword of the Sands | adventure desert sword scarf |
قهوة الصباح / Morning Coffee | comedy city cup glasses |
月下孤舟 / A Boat beneath the Moon | romance sea paper_boat conical_hat |
銀河灯台 / The Galactic Lighthouse | scifi space lighthouse helmet |
紅蓮剣士 / Crimson Blade | game mountains sword conical_hat |
午夜之门 / The Midnight Gate | horror castle door hood |
Starfall Circuit | game city rocket helmet | Insert courage.
Liga der Letzten | sport stadium trophy short_hair | Elf Plätze. Zwölf Freunde.
"""
"""Title, its Latin name if it has one, style, setting, motif, lead, tagline."""

_NAMES: Final = (
    "Ines Calloway", "Marta Osei", "Oleg Vask", "Yara Benítez", "Hwan Seo", "Noor Haddad",
    "Tomás Riva", "Priya Nandan", "Leif Dahlin", "Greta Lindqvist", "Samuel Odumu", "Bruno Castel",
)  # fmt: skip


def sample_briefs(seed: int, concepts: tuple[Concept, ...] = tuple(Concept)) -> Iterator[Brief]:
    """Yield briefs without end: title after title, each time with the next concept."""
    lines = _TITLES.strip().splitlines()
    number = 0
    while True:
        lap, index = divmod(number, len(lines))
        yield _brief(lines[index], seed, index, lap, concepts[(index + lap) % len(concepts)])
        number += 1


def _brief(line: str, seed: int, index: int, lap: int, concept: Concept) -> Brief:
    names, kinds, tagline = (part.strip() for part in line.split("|"))
    title, _, subtitle = names.partition(" / ")
    style, setting, motif, lead = (kind.replace("_", " ") for kind in kinds.split())
    rng = np.random.default_rng([seed, index])
    return Brief(
        look=int(rng.integers(2**31)),
        variant=lap,
        concept=concept,
        style=Style(style),
        setting=Setting(setting),
        motif=Motif(motif),
        lead=Lead(lead),
        title=title,
        script=script_of(title),
        subtitle=subtitle,
        tagline=tagline,
        names=tuple(_NAMES[int(i)] for i in rng.permutation(len(_NAMES))[:8]),
    )
