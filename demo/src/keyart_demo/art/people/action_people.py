"""Someone in motion: against a disc, across flat colour, in a beam, in the setting, in a duel."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from keyart_demo.art.brief import Style
from keyart_demo.art.canvas import (
    Mask,
    Picture,
    distance,
    glow,
    over,
    pixels,
    smoothstep,
)
from keyart_demo.art.colour import Ramp, mix, ramp
from keyart_demo.art.figures import dress, stances
from keyart_demo.art.figures.people import figure, wear
from keyart_demo.art.figures.skeleton import Body, Stance
from keyart_demo.art.heads.kit import Sitter, sitter
from keyart_demo.art.heads.light import Lamp
from keyart_demo.art.heads.painting import wardrobe
from keyart_demo.art.heads.parts import Part, flipped
from keyart_demo.art.landscape import quietened
from keyart_demo.art.noise import fractal, line
from keyart_demo.art.people.ground import disc, halo, melt, plain, wash
from keyart_demo.art.people.motes import dust, sparks, streaks
from keyart_demo.art.people.shot import Shot, ground_at, silhouette
from keyart_demo.art.planes import flatten
from keyart_demo.art.scene import Scene
from keyart_demo.art.settings import planes

_FAST = (stances.RUNNING, stances.LEAPING)
_MOVES: dict[Style, tuple[tuple[Stance, ...], ...]] = {
    Style.FANTASY: (stances.LUNGING, stances.STRIKING, stances.LEAPING),
    Style.GAME: (stances.LUNGING, stances.LEAPING, stances.STRIKING),
    Style.SPORT: (stances.KICKING, stances.RUNNING, stances.LEAPING),
    Style.ROMANCE: (stances.DANCING, stances.DANCING, stances.RUNNING),
    Style.DRAMA: (stances.DANCING, stances.WALKING, stances.RUNNING),
    Style.COMEDY: (stances.LEAPING, stances.DANCING, stances.RUNNING),
    Style.FAMILY: (stances.LEAPING, stances.RUNNING, stances.DANCING),
    Style.HORROR: (stances.RUNNING, stances.WALKING),
    Style.DOCUMENTARY: (stances.WALKING, stances.DANCING),
    Style.SCIFI: (stances.FLOATING, stances.RUNNING),
}


@dataclass(frozen=True, eq=False, slots=True)
class Actor:
    """Someone in a pose, in figure units."""

    held: Body
    parts: tuple[Part, ...]
    stance: Stance
    facing: int

    @property
    def airborne(self) -> bool:
        """Whether neither foot touches the ground."""
        return self.stance in stances.LEAPING or self.stance in stances.FLOATING


def actor(
    scene: Scene, moves: Sequence[Stance] | None = None, facing: int = 0, name: str = "lead"
) -> Actor:
    """Return the title's lead in a pose that suits its genre."""
    rng = scene.rng(f"actor {name}")
    brief = scene.brief
    sets = _MOVES.get(brief.style, _FAST)
    choices = moves or sets[int(rng.integers(len(sets)))]
    stance = choices[int(rng.integers(len(choices)))]
    who: Sitter = sitter(brief.lead, brief.style, scene.rng(name, shared=True))
    worn = wear(brief.lead, brief.style, scene.rng("wear", shared=True))
    held, parts = figure(who, stance, worn, rng)
    held_things = [*parts]
    if stance in stances.LUNGING or stance in stances.STRIKING:
        held_things += dress.sword(held, bend=12)
    if stance in stances.KICKING:
        held_things += dress.football(held)
    side = facing or (1 if rng.random() < 0.6 else -1)
    turned = tuple(held_things) if side > 0 else flipped(held_things)
    return Actor(held, turned, stance, side)


def before_disc(scene: Scene) -> Picture:
    """Paint someone in motion on a ridge against a large sun or moon."""
    palette, unit, rng = scene.palette, scene.unit, scene.rng("disc")
    x, y = scene.focus
    who = actor(scene)
    radius = float(rng.uniform(235, 275)) * unit
    picture = _sky(scene)
    sun = (palette.accent, palette.accent2, palette.light)[int(rng.integers(3))]
    centre = (x + 10 * unit * who.facing, y - 20 * unit)
    glow(picture, sun, halo(scene.size, centre, radius, 140 * unit) * 0.4)
    rows = (pixels(scene.size)[1] - centre[1]) / (2 * radius) + 0.5
    over(
        picture,
        ramp((0, mix(sun, palette.paper, 0.3)), (1, sun))(rows),
        disc(scene.size, centre, radius),
    )
    large = float(rng.uniform(228, 252)) * unit
    foot = y + 205 * unit
    lift = 60 * unit if who.airborne else 0.0
    fog = fractal(scene.size, scene.rng("fog"), 300 * unit, 5, stretch=(2.6, 1))
    band = np.exp(-(((pixels(scene.size)[1] - foot) / (70 * unit)) ** 2))
    glow(picture, mix(palette.mid, sun, 0.4), (fog * band * 0.55).astype(np.float32))
    over(picture, mix(palette.ink, palette.deep, 0.25), _ridge(scene, foot))
    shot = Shot(scene, who.parts, (x, foot + who.held.lowest * large - lift), large)
    rim = Lamp(-0.5 * who.facing, 0.6, -0.4)
    shot.onto(picture, Lamp(0.7 * who.facing, 0.6, 0.3), (silhouette(palette),), (rim, sun))
    flecks = sparks(scene.size, scene.rng("sparks"), (x, y + 20 * unit), 420 * unit, unit)
    over(picture, mix(palette.accent, palette.paper, 0.15), flecks * 0.85)
    return melt(picture, scene, palette.ink)


def across_colour(scene: Scene) -> Picture:
    """Paint someone large on flat colour, with streaks of speed."""
    palette, unit, rng = scene.palette, scene.unit, scene.rng("flat")
    x, y = scene.focus
    who = actor(scene, facing=1 if not scene.size.wide else 0)
    ground = (palette.accent, palette.mid, palette.accent2)[int(rng.integers(3))]
    picture = plain(scene, ground)
    slant = _wedge(scene, (x, y), who.facing, float(rng.uniform(0.3, 0.6)))
    over(picture, mix(ground, palette.ink, 0.80), slant)
    over(
        picture,
        mix(ground, palette.paper, 0.35),
        _wedge(scene, (x - 190 * unit * who.facing, y), who.facing, 0.45, 34 * unit),
    )
    lines = streaks(scene.size, scene.rng("streaks"), (y - 260 * unit, y + 250 * unit), 0.0, unit)
    aside = (
        smoothstep(0.45, 0.6, pixels(scene.size)[0] / scene.size.width) if scene.size.wide else 1.0
    )
    over(picture, palette.paper, lines * 0.75 * aside)
    large = 262 * unit
    shot = Shot(scene, who.parts, (x, y + 45 * unit), large)
    colours = wardrobe(palette, scene.rng("wardrobe", shared=True))
    rim = Lamp(-0.8 * who.facing, 0.3, -0.3)
    shot.onto(picture, Lamp(0.75 * who.facing, 0.5, 0.45), (colours,), (rim, palette.paper))
    if scene.size.wide:
        return picture
    return melt(picture, scene, palette.ink, 0.60)


def in_beam(scene: Scene) -> Picture:
    """Paint someone alone in a cone of light from above, with a shadow on the floor."""
    palette, unit = scene.palette, scene.unit
    x, y = scene.focus
    foot = y + 215 * unit
    picture = wash(scene, ramp((0, palette.ink), (1, mix(palette.ink, palette.deep, 0.8))))
    light = (palette.light, palette.accent2, palette.accent)[int(scene.rng("beam").integers(3))]
    glow(picture, light, _beam(scene, (x, y - 620 * unit), foot) * 0.62)
    pool = smoothstep(1.05, 0.80, distance(scene.size, (x, foot), 3.6) / (235 * unit))
    over(picture, mix(light, palette.paper, 0.2), pool * 0.75)
    who = actor(scene)
    large = 236 * unit
    shadow = np.exp(
        -((distance(scene.size, (x - 10 * unit, foot + 4 * unit), 5.5) / (86 * unit)) ** 2)
    )
    over(picture, palette.ink, shadow * 0.8)
    shot = Shot(scene, who.parts, (x, foot + who.held.lowest * large), large)
    colours = wardrobe(palette, scene.rng("wardrobe", shared=True))
    rim = Lamp(-0.4 * who.facing, 0.8, -0.35)
    shot.onto(
        picture,
        Lamp(0.35 * who.facing, 0.9, 0.25),
        (colours,),
        (rim, mix(light, palette.paper, 0.5)),
    )
    return melt(picture, scene, palette.ink, 0.63)


def in_setting(scene: Scene) -> Picture:
    """Paint someone in motion in the title's setting, dark against its light."""
    palette, unit = scene.palette, scene.unit
    x, _ = scene.focus
    picture = background(scene)
    large = 176 * unit
    foot = ground_at(scene)
    who = actor(scene)
    # Beside the focus, where the setting has its own small figure.
    x += 64 * unit * who.facing
    glow(
        picture,
        palette.light,
        halo(scene.size, (x, foot - 150 * unit), 60 * unit, 120 * unit) * 0.30,
    )
    low = distance(scene.size, (x, foot + 4 * unit), 5.0) / (120 * unit)
    over(picture, palette.ink, np.exp(-low * low) * 0.55)
    lift = 46 * unit if who.airborne else 0.0
    shot = Shot(scene, who.parts, (x, foot + who.held.lowest * large - lift), large)
    rim = Lamp(-0.6 * who.facing, 0.6, -0.35)
    shot.onto(
        picture, Lamp(0.6 * who.facing, 0.7, 0.3), (silhouette(palette),), (rim, palette.light)
    )
    cloud = dust(scene.size, scene.rng("dust"), (x, foot), 190 * unit, -who.facing)
    over(picture, mix(palette.light, palette.mid, 0.3), cloud * 0.6)
    return quietened(scene, picture)


def duel(scene: Scene) -> Picture:
    """Paint two people facing each other, with swords or without, against a low moon."""
    palette, unit = scene.palette, scene.unit
    x, y = scene.focus
    foot = y + 200 * unit
    picture = _sky(scene)
    moon = (palette.accent, palette.accent2, palette.paper)[int(scene.rng("moon").integers(3))]
    centre = (x, y - 10 * unit)
    glow(picture, moon, halo(scene.size, centre, 200 * unit, 130 * unit) * 0.4)
    over(picture, moon, disc(scene.size, centre, 208 * unit))
    over(picture, mix(palette.ink, palette.deep, 0.25), _ridge(scene, foot))
    large = 190 * unit
    moves = (
        (stances.LUNGING[:1], stances.STRIKING[:1]),
        (stances.STRIKING[1:], stances.LUNGING[1:]),
    )
    pair = moves[int(scene.rng("moves").integers(2))]
    for side, stance in zip((-1, 1), pair, strict=True):
        who = actor(scene, stance, -side, "lead" if side < 0 else "rival")
        at = (x + side * 150 * unit, foot + who.held.lowest * large)
        rim = Lamp(-side * 0.8, 0.3, -0.35)
        Shot(scene, who.parts, at, large).onto(
            picture, Lamp(-side * 0.7, 0.6, 0.25), (silhouette(palette),), (rim, moon)
        )
    flecks = sparks(scene.size, scene.rng("sparks"), (x, y), 330 * unit, unit)
    over(picture, mix(palette.accent, palette.paper, 0.3), flecks)
    return melt(picture, scene, palette.ink)


def background(scene: Scene) -> Picture:
    """Return the setting without its nearest planes, so that nothing covers the figure."""
    return flatten(plane for plane in planes(scene) if plane.depth < 0.85)


def _sky(scene: Scene) -> Picture:
    palette = scene.palette
    height = pixels(scene.size)[1] / scene.size.height
    clouds = fractal(scene.size, scene.rng("sky"), 520 * scene.unit, 5, stretch=(2.2, 1))
    tone = smoothstep(0.0, 0.75, height) * 0.75 + 0.28 * (clouds - 0.4)
    colours: Ramp = ramp((0, palette.ink), (0.45, palette.deep), (1, palette.mid))
    return colours(np.clip(tone, 0, 1))


def _ridge(scene: Scene, foot: float) -> Mask:
    """Return the ground below a gentle ridge that crosses the focus at `foot`."""
    width, unit = scene.size.width, scene.unit
    hills = line(width, scene.rng("ridge"), 330 * unit, 4, gain=0.42) * 16 * unit
    x = (np.arange(width) - scene.focus[0]) / (460 * unit)
    rows = foot + hills - hills[int(scene.focus[0])] + 26 * unit * x * x
    return smoothstep(-0.8, 0.8, (pixels(scene.size)[1] - rows[None, :]).astype(np.float32))


def _wedge(
    scene: Scene, at: tuple[float, float], side: int, slope: float, width: float = 1e6
) -> Mask:
    x, y = pixels(scene.size)
    across = (x - at[0]) * side + (y - at[1]) * slope
    return smoothstep(-0.8, 0.8, across) * smoothstep(width + 0.8, width - 0.8, across)


def _beam(scene: Scene, lamp: tuple[float, float], foot: float) -> Mask:
    """Return a cone of light in hazy air from a lamp down to a row."""
    x, y = pixels(scene.size)
    down = np.maximum(y - lamp[1], 1.0)
    off = np.abs(x - lamp[0]) / (down * 0.285)
    haze = fractal(scene.size, scene.rng("haze"), 220 * scene.unit, 5, stretch=(1, 2.2))
    cone = smoothstep(1.0, 0.78, off) * (0.35 + 0.65 * haze)
    return (cone * smoothstep(foot + 20 * scene.unit, foot - 60 * scene.unit, y)).astype(np.float32)
