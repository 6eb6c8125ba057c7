"""The lettering of titles, by genre."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from keyart_demo.art.brief import Style


class Setting(StrEnum):
    """How the lines of a title relate to each other."""

    STACK = "stack"
    """Lines of one size."""
    JUSTIFIED = "justified"
    """Each line as wide as the others."""
    HAIRLINES = "hairlines"
    """Small words between hairlines, as on a book cover."""


class Gesture(StrEnum):
    """What the letters do."""

    STILL = "still"
    TUMBLE = "tumble"
    BOUNCE = "bounce"
    LEAN = "lean"


class Finish(StrEnum):
    """The material of the letters."""

    PLAIN = "plain"
    WORN = "worn"
    GOLD = "gold"
    RIPPLE = "ripple"
    """Standing in water."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The lettering of a genre; lengths in thousandths of an em."""

    setting: Setting = Setting.STACK
    gesture: Gesture = Gesture.STILL
    finish: Finish = Finish.PLAIN
    tracking: float = 0
    gap: float = 170
    """The gap between the ink of two lines."""
    capitals: bool = True
    lower: bool = False
    width: float = 0.78
    """Maximum width, relative to a portrait's width."""
    height: float = 0.16
    """Maximum height, relative to a portrait's height."""
    subtitle_tracking: float = 340


VOICES: Final[dict[Style, Voice]] = {
    Style.THRILLER: Voice(Setting.JUSTIFIED, finish=Finish.WORN, gap=95, height=0.19, width=0.76),
    Style.CRIME: Voice(Setting.JUSTIFIED, tracking=-20, gap=95, height=0.2, width=0.72),
    Style.HORROR: Voice(finish=Finish.RIPPLE, gap=120, height=0.15),
    Style.ROMANCE: Voice(capitals=False, gap=130, width=0.8, subtitle_tracking=440),
    Style.DRAMA: Voice(tracking=30, gap=170, width=0.76, height=0.14, subtitle_tracking=480),
    Style.ADVENTURE: Voice(tracking=40, gap=180, width=0.84, subtitle_tracking=520),
    Style.COMEDY: Voice(
        Setting.JUSTIFIED, Gesture.TUMBLE, tracking=-15, gap=95, height=0.2, width=0.66
    ),
    Style.SCIFI: Voice(tracking=460, gap=330, width=0.84, height=0.12, subtitle_tracking=560),
    Style.FANTASY: Voice(
        Setting.HAIRLINES, finish=Finish.GOLD, tracking=25, gap=150, width=0.8, height=0.18
    ),
    Style.DOCUMENTARY: Voice(
        tracking=-42, gap=70, capitals=False, width=0.74, height=0.18, subtitle_tracking=200
    ),
    Style.FAMILY: Voice(
        gesture=Gesture.BOUNCE,
        gap=95,
        height=0.18,
        width=0.74,
        capitals=False,
        subtitle_tracking=260,
    ),
    Style.SPORT: Voice(
        Setting.JUSTIFIED, Gesture.LEAN, tracking=-5, gap=85, height=0.2, width=0.78
    ),
    Style.GAME: Voice(gap=140, height=0.16, width=0.8, subtitle_tracking=300),
}
