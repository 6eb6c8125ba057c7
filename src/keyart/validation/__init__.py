"""Two engines side by side: the same questions to both, and where their answers differ.

`road` is the first file to read.
"""

from keyart.validation.findings import Cell, Difference, Failure, Pick, Refusal, Validation
from keyart.validation.page import to_html
from keyart.validation.titles import KINDS
from keyart.validation.validate import Wanted, validate

__all__ = [
    "KINDS",
    "Cell",
    "Difference",
    "Failure",
    "Pick",
    "Refusal",
    "Validation",
    "Wanted",
    "to_html",
    "validate",
]
