"""The dimensions of the contract: where each value comes from."""

from dataclasses import dataclass
from enum import StrEnum

from keyart.core.facts import Family


class Source(StrEnum):
    """What the value of a dimension depends on."""

    TITLE = "title"
    ASSET = "asset"
    PROFILE = "profile"
    EVENT = "event"
    TITLE_AND_TIME = "title_and_time"


@dataclass(frozen=True)
class Dimension:
    """A name to group and filter by.

    `column` is the fact column (for `EVENT`) or the attribute of the table (for the others).
    """

    name: str
    source: Source
    column: str
    multi_valued: bool = False
    families: tuple[Family, ...] = (Family.EXPOSURE, Family.VIEWING)


_EXPOSURE = (Family.EXPOSURE,)

BUILT_IN: tuple[Dimension, ...] = (
    Dimension("title", Source.TITLE, "title_id"),
    Dimension("series", Source.TITLE, "series_id"),
    Dimension("content_type", Source.TITLE, "content_type"),
    Dimension("genre", Source.TITLE, "genres", multi_valued=True),
    Dimension("tag", Source.TITLE, "tags", multi_valued=True),
    Dimension("days_since_launch", Source.TITLE_AND_TIME, "launched_at"),
    Dimension("asset", Source.ASSET, "asset_id", families=_EXPOSURE),
    Dimension("asset_type", Source.ASSET, "asset_type", families=_EXPOSURE),
    Dimension("concept", Source.ASSET, "concept", families=_EXPOSURE),
    Dimension("locale", Source.ASSET, "locale", families=_EXPOSURE),
    Dimension("asset_tag", Source.ASSET, "tags", multi_valued=True, families=_EXPOSURE),
    Dimension("country", Source.EVENT, "country"),
    Dimension("region", Source.EVENT, "country"),
    Dimension("device", Source.EVENT, "device"),
    Dimension("placement", Source.EVENT, "placement", families=_EXPOSURE),
    Dimension("position", Source.EVENT, "position", families=_EXPOSURE),
    Dimension("phase", Source.EVENT, "phase", families=_EXPOSURE),
    Dimension("reason", Source.EVENT, "reason", families=(Family.VIEWING,)),
    Dimension("audience", Source.PROFILE, "audience", multi_valued=True),
)
