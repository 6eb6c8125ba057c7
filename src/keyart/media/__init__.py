"""Media files: which may be shown, what they truly are, and small pictures of them."""

from keyart.media.kept import Kept
from keyart.media.kinds import Kind, NotMedia, kind_of
from keyart.media.painting import Painter, painter_of
from keyart.media.places import Places
from keyart.media.stills import placeholder
from keyart.media.thumbnails import WIDTHS, thumbnail

__all__ = [
    "WIDTHS",
    "Kept",
    "Kind",
    "NotMedia",
    "Painter",
    "Places",
    "kind_of",
    "painter_of",
    "placeholder",
    "thumbnail",
]
