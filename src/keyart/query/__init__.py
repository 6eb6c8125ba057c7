"""Questions and their answers: a question is data, compiled once, answered by any engine.

`road` is the first file to read.
"""

from keyart.query.access import Access, owner
from keyart.query.answer import ask
from keyart.query.cancel import Cancel, under
from keyart.query.request import Query
from keyart.query.result import Meta, Result

__all__ = ["Access", "Cancel", "Meta", "Query", "Result", "ask", "owner", "under"]
