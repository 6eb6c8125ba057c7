"""The interface of all planted effects."""

from typing import Any, Protocol

from keyart_demo.plan.evidence import Evidence
from keyart_demo.plan.levers import Levers
from keyart_demo.plan.trial import Trial

Entry = dict[str, Any]
"""One truth, as in `truth.json`; `kind` is the kind of effect."""


class Effect(Protocol):
    """One planted truth."""

    @property
    def trial(self) -> Trial | None:
        """The trial that can show it, if it needs one."""
        ...

    def plant(self, levers: Levers) -> None:
        """Adjust the levers."""
        ...

    def make_entry(self, evidence: Evidence) -> Entry:
        """Return what was planted, and how well the sample can show it."""
        ...
