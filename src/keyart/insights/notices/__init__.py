"""Notices: what people should know about a version of a store.

`find` is the road and the first file to read; `gaps` has the rule for missing events, `shares`
the one for tests. `damaged_files` is asked beside it, since it holds where nothing can be judged.
"""

from keyart.insights.notices.answer import damaged_files, find

__all__ = ["damaged_files", "find"]
