"""Two engines side by side: the same questions to both, and where their answers differ.

Start reading at `validate.validate`.
"""

from keyart.validation.findings import (
    AnswerDifference,
    DifferingValue,
    Failure,
    Pick,
    Refusal,
    Validation,
)
from keyart.validation.page import to_html
from keyart.validation.titles import KINDS
from keyart.validation.validate import ValidationRequest, validate

__all__ = [
    "KINDS",
    "AnswerDifference",
    "DifferingValue",
    "Failure",
    "Pick",
    "Refusal",
    "Validation",
    "ValidationRequest",
    "to_html",
    "validate",
]
