"""Titles in six scripts, short and long, to draw with."""

from dataclasses import replace
from typing import Final

import pytest

from keyart_demo.art.brief import Brief, Concept, Lead, Motif, Script, Setting, Style
from keyart_demo.art.canvas import Size

CARD: Final = Size(360, 540)
WIDE: Final = Size(640, 360)
SQUARE: Final = Size(540, 540)

TITLES: Final[dict[Script, tuple[str, ...]]] = {
    Script.LATIN: ("Io", "The Quiet Ledger", "Pip and the Ninety-Nine Paper Moons of Y"),
    Script.CYRILLIC: ("Ёж", "Час лисы", "Последняя электричка до дальнего берега"),
    Script.HANGUL: ("문", "달빛 정거장", "우리가 마지막 밤에 만나는 겨울의 작은 정거장 이야기"),
    Script.DEVANAGARI: ("जल", "बारिश के बाद", "तीसरे दरवाज़े के पीछे की लंबी कहानी 1947"),
    Script.ARABIC: ("ظل", "فانوس البحر", "الرحلة الأخيرة إلى جزيرة الملح والضوء ٢"),
    Script.HAN: ("夜", "月下孤城", "紅龍剣士2049：午夜之门与星河灯台"),
}
"""Two letters or fewer, a usual length, and about 40 characters (fewer where they are wider).

In letters that the demo's own words have, too: others are not in its fonts.
"""


VOICES: Final = tuple(
    pytest.param(style, script, marks=() if (i + j) % 6 == 0 else pytest.mark.full)
    for i, style in enumerate(Style)
    for j, script in enumerate(Script)
)
"""Every style in every script; a sixth of them, with all styles and scripts, in short runs."""


def brief(script: Script = Script.LATIN, length: int = 1, **changes: object) -> Brief:
    """Return a brief with one of the titles."""
    base = Brief(
        look=7,
        variant=0,
        concept=Concept.OBJECT,
        style=Style.DRAMA,
        setting=Setting.SEA,
        motif=Motif.CROWN,
        lead=Lead.HAT,
        title=TITLES[script][length],
        script=script,
        subtitle="" if script is Script.LATIN else "A Name in Latin",
        tagline="They only needed one.",
        names=("Ines Calloway", "Oleg Vask", "Noor Haddad", "Tomás Riva", "Hwan Seo"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]
