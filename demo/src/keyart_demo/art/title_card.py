"""A title card: only the title, in the middle of a picture."""

from keyart_demo.art.canvas import Picture
from keyart_demo.art.inking import ink_letters
from keyart_demo.art.layout import title_colours
from keyart_demo.art.lettering import moved
from keyart_demo.art.lockups import Box, lockup
from keyart_demo.art.scene import Scene
from keyart_demo.art.voices import VOICES


def lettered(picture: Picture, scene: Scene) -> Picture:
    """Set a brief's title in the middle of a picture, in place."""
    width, height = scene.size
    box = Box(width * 0.62, height * 0.42, height * 0.22)
    title = lockup(scene.brief, box, scene.rng("letters", shared=True))
    at = moved(title.path, (width - title.width) / 2, (height - title.height) / 2)
    style = scene.brief.style
    ink_letters(picture, at, scene, VOICES[style].finish, title_colours(style, scene.palette))
    return picture
