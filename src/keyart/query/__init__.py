"""Questions and their answers: a question is data, compiled once, answered by any engine.

`road` is the first file to read.
"""

from keyart.query.access import Access, owner
from keyart.query.cancel import Cancel, under
from keyart.query.question import Query
from keyart.query.result import Meta, Result
from keyart.query.road import ask

__all__ = ["Access", "Cancel", "Meta", "Query", "Result", "ask", "owner", "under"]
