"""Seven colours for each title: by genre, with hues shifted slightly by the title's look."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from keyart_demo.art.brief import Style
from keyart_demo.art.colour import Colour, oklch


@dataclass(frozen=True, eq=False, slots=True)
class Palette:
    """Five colours from dark to bright, and two that stand out; ink and paper are tinted."""

    ink: Colour
    deep: Colour
    mid: Colour
    light: Colour
    paper: Colour
    accent: Colour
    accent2: Colour


@dataclass(frozen=True, slots=True)
class _Tones:
    """Lightness and chroma (OKLCH) of each colour, in the order of `Palette`."""

    values: tuple[tuple[float, float], ...]


_DARK: Final = _Tones(
    (
        (0.15, 0.025),
        (0.25, 0.06),
        (0.46, 0.11),
        (0.74, 0.10),
        (0.94, 0.03),
        (0.66, 0.21),
        (0.8, 0.14),
    )
)
"""Night and lamplight."""
_COLD: Final = _Tones(
    (
        (0.14, 0.02),
        (0.24, 0.035),
        (0.44, 0.05),
        (0.72, 0.05),
        (0.93, 0.02),
        (0.62, 0.19),
        (0.78, 0.1),
    )
)
"""Little colour, for dread."""
_FLAT: Final = _Tones(
    (
        (0.17, 0.02),
        (0.32, 0.09),
        (0.60, 0.2),
        (0.8, 0.15),
        (0.93, 0.04),
        (0.63, 0.23),
        (0.82, 0.16),
    )
)
"""Cut paper: large plain fields."""
_DUSK: Final = _Tones(
    (
        (0.2, 0.05),
        (0.33, 0.1),
        (0.56, 0.14),
        (0.79, 0.11),
        (0.95, 0.03),
        (0.70, 0.18),
        (0.84, 0.14),
    )
)
"""An evening sky."""
_SUN: Final = _Tones(
    (
        (0.22, 0.045),
        (0.4, 0.09),
        (0.66, 0.14),
        (0.83, 0.11),
        (0.95, 0.03),
        (0.64, 0.18),
        (0.80, 0.15),
    )
)
"""A bright day."""
_PALE: Final = _Tones(
    (
        (0.22, 0.03),
        (0.38, 0.05),
        (0.63, 0.06),
        (0.85, 0.04),
        (0.96, 0.012),
        (0.66, 0.2),
        (0.74, 0.12),
    )
)
"""Snow, fog, paper."""
_NEON: Final = _Tones(
    (
        (0.16, 0.06),
        (0.27, 0.12),
        (0.48, 0.2),
        (0.72, 0.16),
        (0.95, 0.025),
        (0.68, 0.25),
        (0.88, 0.19),
    )
)
"""Neon light."""


@dataclass(frozen=True, slots=True)
class _Scheme:
    tones: _Tones
    hues: tuple[float, ...]
    """Degrees, in the order of `Palette`."""


_SCHEMES: Final[dict[Style, tuple[_Scheme, ...]]] = {
    Style.THRILLER: (
        _Scheme(_DARK, (25, 25, 28, 45, 80, 28, 85)),
        _Scheme(_DARK, (240, 235, 225, 90, 90, 45, 215)),
        _Scheme(_COLD, (150, 160, 165, 110, 100, 95, 60)),
    ),
    Style.CRIME: (
        _Scheme(_FLAT, (40, 25, 27, 75, 90, 27, 85)),
        _Scheme(_FLAT, (280, 270, 75, 85, 95, 85, 30)),
        _Scheme(_FLAT, (220, 215, 195, 180, 95, 40, 90)),
    ),
    Style.HORROR: (
        _Scheme(_COLD, (160, 160, 158, 150, 120, 25, 140)),
        _Scheme(_COLD, (20, 20, 22, 40, 70, 25, 60)),
        _Scheme(_COLD, (285, 285, 275, 250, 240, 15, 200)),
    ),
    Style.ROMANCE: (
        _Scheme(_DUSK, (260, 258, 245, 235, 230, 30, 60)),
        _Scheme(_DUSK, (350, 355, 10, 45, 70, 20, 80)),
        _Scheme(_DUSK, (300, 305, 340, 40, 75, 55, 10)),
        _Scheme(_SUN, (20, 15, 20, 55, 80, 350, 200)),
    ),
    Style.DRAMA: (
        _Scheme(_PALE, (255, 250, 245, 240, 235, 50, 75)),
        _Scheme(_PALE, (50, 50, 65, 80, 90, 200, 40)),
        _Scheme(_COLD, (200, 195, 190, 85, 85, 45, 70)),
        _Scheme(_DUSK, (240, 230, 60, 75, 85, 40, 200)),
    ),
    Style.ADVENTURE: (
        _Scheme(_SUN, (40, 40, 58, 75, 85, 200, 90)),
        _Scheme(_DUSK, (225, 215, 195, 85, 90, 50, 80)),
        _Scheme(_SUN, (150, 155, 135, 100, 95, 45, 85)),
    ),
    Style.COMEDY: (
        _Scheme(_SUN, (280, 285, 85, 92, 95, 28, 195)),
        _Scheme(_SUN, (265, 270, 190, 185, 95, 350, 95)),
        _Scheme(_SUN, (290, 310, 15, 50, 85, 90, 200)),
        _Scheme(_SUN, (260, 255, 145, 110, 100, 35, 95)),
    ),
    Style.SCIFI: (
        _Scheme(_DARK, (235, 228, 220, 65, 80, 48, 200)),
        _Scheme(_DARK, (285, 280, 265, 210, 210, 330, 195)),
        _Scheme(_DARK, (200, 195, 190, 180, 190, 35, 160)),
    ),
    Style.FANTASY: (
        _Scheme(_DARK, (165, 165, 160, 100, 90, 85, 80)),
        _Scheme(_DARK, (300, 300, 310, 60, 85, 80, 330)),
        _Scheme(_DARK, (265, 262, 250, 90, 90, 75, 220)),
    ),
    Style.DOCUMENTARY: (
        _Scheme(_PALE, (235, 230, 225, 220, 210, 35, 230)),
        _Scheme(_PALE, (150, 150, 140, 110, 100, 40, 150)),
        _Scheme(_SUN, (40, 35, 45, 70, 85, 235, 60)),
        _Scheme(_PALE, (30, 28, 40, 60, 85, 28, 60)),
    ),
    Style.FAMILY: (
        _Scheme(_DUSK, (290, 292, 300, 320, 85, 90, 25)),
        _Scheme(_SUN, (255, 250, 230, 215, 95, 30, 90)),
        _Scheme(_SUN, (200, 195, 175, 140, 100, 50, 350)),
        _Scheme(_DUSK, (330, 335, 350, 60, 85, 85, 200)),
    ),
    Style.SPORT: (
        _Scheme(_NEON, (290, 290, 300, 320, 320, 350, 118)),
        _Scheme(_NEON, (260, 262, 255, 230, 230, 45, 100)),
        _Scheme(_NEON, (150, 155, 150, 130, 110, 30, 115)),
        _Scheme(_DARK, (30, 25, 30, 60, 85, 40, 90)),
    ),
    Style.GAME: (
        _Scheme(_NEON, (295, 300, 320, 350, 330, 5, 195)),
        _Scheme(_NEON, (275, 270, 250, 200, 200, 340, 95)),
        _Scheme(_DARK, (25, 20, 25, 70, 85, 25, 80)),
        _Scheme(_NEON, (190, 195, 185, 170, 180, 60, 330)),
    ),
}


def palette(style: Style, look: int) -> Palette:
    """Return the palette of a title: one of its genre's schemes, hues off by up to 9 degrees."""
    rng = np.random.default_rng([look & 0xFFFF_FFFF, 7])
    schemes = _SCHEMES[style]
    scheme = schemes[int(rng.integers(len(schemes)))]
    shift = float(rng.uniform(-9, 9))
    return Palette(
        *(
            _colour(lightness, chroma, hue + shift)
            for (lightness, chroma), hue in zip(scheme.tones.values, scheme.hues, strict=True)
        )
    )


def _colour(lightness: float, chroma: float, hue: float) -> Colour:
    """Return a colour; strong yellows are lighter (not mustard), strong cyans are muted."""
    if chroma >= 0.13 and 0.5 < lightness < 0.9:
        yellow = float(np.exp(-(((hue - 96) / 24) ** 2)))
        cyan = float(np.exp(-(((hue - 195) / 26) ** 2)))
        lightness += max(0.86 - lightness, 0) * 0.7 * yellow
        chroma *= 1 - 0.32 * cyan
    return oklch(lightness, chroma, hue)
