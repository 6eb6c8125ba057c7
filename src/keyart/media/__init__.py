"""Media files: which may be shown, what they truly are, and small pictures of them."""

from keyart.media.cache import Kept
from keyart.media.media_types import Kind, NotMedia, kind_of
from keyart.media.places import Painter, Places, painter_of
from keyart.media.thumbnails import WIDTHS, placeholder, thumbnail

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
