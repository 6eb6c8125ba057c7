"""The context of a judgement, said alike by HTTP and in the graph."""

from dataclasses import fields
from typing import Any

from keyart.api.arguments import said
from keyart.insights.catalogue import Context


def context_of(given: Any) -> Context:
    """Return the context that the fields of a request say; those not given are as in Python.

    `given` is a dataclass; its fields that have the names of the context's are these.
    """
    names = {own.name for own in fields(Context)}
    return Context(**{name: value for name, value in said(given).items() if name in names})
