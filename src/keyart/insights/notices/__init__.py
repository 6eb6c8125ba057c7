"""Notices: what people should know of a version of a store without having asked.

`find` is the road and the first file to read; `gaps` has the rule for missing events, `shares`
the one for tests.
"""

from keyart.insights.notices.find import find

__all__ = ["find"]
