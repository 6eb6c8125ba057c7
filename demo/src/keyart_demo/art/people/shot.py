"""Places sculpted parts in a picture: their position, the rays, the lamps, the paint."""

from collections.abc import Sequence
from dataclasses import dataclass

from keyart_demo.art.canvas import Mask, Picture, Size, over
from keyart_demo.art.colour import Colour, Ramp, mix, ramp
from keyart_demo.art.heads.light import Lamp, edge
from keyart_demo.art.heads.painting import Cut, Cutout, Wardrobe, painted, spread
from keyart_demo.art.heads.parts import Material, Part
from keyart_demo.art.heads.relief import Relief, View, relief
from keyart_demo.art.heads.stuff import lamplight
from keyart_demo.art.palette import Palette
from keyart_demo.art.scene import Scene

RAYS = 360
"""Rays along the shorter side of a picture: larger ones are enlarged, smaller ones have fewer."""
_FIGURE = Cut(4, 0.05, 0.1)


@dataclass(frozen=True, eq=False, slots=True)
class Shot:
    """Parts in front of the rays of a picture or of one panel in it."""

    scene: Scene
    parts: Sequence[Part]
    origin: tuple[float, float]
    """The position of x = y = 0 of the parts, in pixels."""
    unit: float
    """Pixels per unit of the parts."""
    panel: Size | None = None
    """The panel's size, if it is not the whole picture."""

    @property
    def size(self) -> Size:
        """The size of the picture or panel."""
        return self.panel or self.scene.size

    def seen(self) -> Relief:
        """Return what the rays see."""
        size = self.size
        density = min(1.0, RAYS / min(self.scene.size))
        rays = Size(round(size.width * density), round(size.height * density))
        centre = (
            self.origin[0] * rays.width / size.width,
            self.origin[1] * rays.height / size.height,
        )
        return relief(self.parts, View(rays, centre, self.unit * density))

    def tone(self, seen: Relief, lamp: Lamp, fill: float = 0.12) -> Mask:
        """Return the light, by ray, of one lamp and some ambient light."""
        return lamplight(seen, lamp, fill, self.scene.rng("locks", shared=True))

    def painted(self, seen: Relief, tone: Mask, colours: Sequence[Wardrobe], cut: Cut) -> Cutout:
        """Return the parts in tones, at the picture's size."""
        return painted(seen, tone, colours, self.size, cut)

    def rimmed(self, seen: Relief, lamp: Lamp) -> Mask:
        """Return the light of a lamp behind, along outlines, at the picture's size."""
        return spread(edge(seen, lamp), seen, self.size)

    def onto(
        self, picture: Picture, lamp: Lamp, colours: Sequence[Wardrobe], rim: tuple[Lamp, Colour]
    ) -> None:
        """Paint the parts onto a picture, with a rim of light from behind."""
        seen = self.seen()
        cutout = self.painted(seen, self.tone(seen, lamp, 0.10), colours, _FIGURE)
        cutout.onto(picture)
        over(picture, rim[1], self.rimmed(seen, rim[0]) * cutout.mask * 0.8)


def silhouette(palette: Palette) -> dict[Material, Ramp]:
    """Return a wardrobe of slightly lit shadow, with one bright garment and bright metal."""
    body = ramp(
        (0, palette.ink),
        (0.45, mix(palette.ink, palette.deep, 0.6)),
        (1, mix(palette.deep, palette.mid, 0.7)),
    )
    shade = mix(palette.ink, palette.accent, 0.5)
    bright = ramp((0, shade), (0.3, shade), (0.6, palette.accent), (1, palette.light))
    colours: dict[Material, Ramp] = dict.fromkeys(Material, body)
    colours[Material.TRIM] = bright
    colours[Material.METAL] = ramp((0, palette.deep), (0.5, palette.light), (1, palette.paper))
    return colours


def ground_at(scene: Scene) -> float:
    """Return the row that figures stand on: above the words of a portrait."""
    return scene.size.height * (0.80 if scene.size.wide else 0.625)
