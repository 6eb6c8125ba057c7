"""Notices: what people should know about a version of a store.

Start with `answer`. `gaps` has the rule for missing events, `broken_tests` the one for tests.
`damaged_files` is separate from `find`, since it also works if nothing else can be checked.
"""

from keyart.insights.notices.answer import damaged_files, find

__all__ = ["damaged_files", "find"]
