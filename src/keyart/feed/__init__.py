"""The feed: answers computed once for a version, which any number of readers map.

`produce` makes a feed, `FeedReader` reads the current one, `filter_values` answers a page's first
question from it.
"""

from keyart.feed.announcements import (
    FeedFile,
    check_feeds,
    current_feed,
    feed_folder,
    kept_feeds,
    roll_back,
    roll_forward,
)
from keyart.feed.feed import Feed, FeedReader, filter_values
from keyart.feed.production import is_made, produce
from keyart.feed.values import DimensionValues

__all__ = [
    "DimensionValues",
    "Feed",
    "FeedFile",
    "FeedReader",
    "check_feeds",
    "current_feed",
    "feed_folder",
    "filter_values",
    "is_made",
    "kept_feeds",
    "produce",
    "roll_back",
    "roll_forward",
]
