"""Media files: which may be shown, their true types, and thumbnails."""

from keyart.media.media_types import MediaType, NotMedia, media_type_of
from keyart.media.places import MediaFolders, Painter, painter_of
from keyart.media.thumbnails import WIDTHS, placeholder, thumbnail

__all__ = [
    "WIDTHS",
    "MediaFolders",
    "MediaType",
    "NotMedia",
    "Painter",
    "media_type_of",
    "painter_of",
    "placeholder",
    "thumbnail",
]
