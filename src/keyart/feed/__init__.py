"""The feed: answers worked out once for a version, which any number of readers map.

`produce` makes one, `FeedReader` reads the one that holds, `filter_values` answers from it what a
page asks first.
"""

from keyart.feed.announcing import Announced, current, feed_folder, forward, kept, rollback
from keyart.feed.checking import check_feeds
from keyart.feed.feed import Feed, filter_values
from keyart.feed.producing import is_made, produce
from keyart.feed.reading import FeedReader
from keyart.feed.values import Values

__all__ = [
    "Announced",
    "Feed",
    "FeedReader",
    "Values",
    "check_feeds",
    "current",
    "feed_folder",
    "filter_values",
    "forward",
    "is_made",
    "kept",
    "produce",
    "rollback",
]
