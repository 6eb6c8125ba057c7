"""Affinities: tastes inferred from what people watch, with names, and who has them.

`fit` is the road. It takes numbers and gives data; nothing here knows a store.
"""

from typing import TYPE_CHECKING

from keyart.core.lazy import lazy_names

if TYPE_CHECKING:
    from keyart.audiences.affinities.explanation import Because, Reason, Reasons, reasons
    from keyart.audiences.affinities.fitting import LEAST_VIEWERS, Fitted, Options, fit
    from keyart.audiences.affinities.membership import Members
    from keyart.audiences.affinities.model import (
        Affinity,
        Change,
        Fate,
        Model,
        TitlePart,
        read_model,
    )
    from keyart.audiences.affinities.selection import Before
    from keyart.audiences.affinities.structure import Limits
    from keyart.audiences.affinities.titles import Sensitive, TitleInfo
    from keyart.audiences.affinities.viewing import Viewing, Watched
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "LEAST_VIEWERS",
    "Affinity",
    "Because",
    "Before",
    "Change",
    "Fate",
    "Fitted",
    "Limits",
    "Members",
    "Model",
    "Options",
    "Reason",
    "Reasons",
    "Sensitive",
    "TitleInfo",
    "TitlePart",
    "Viewing",
    "Watched",
    "fit",
    "read_model",
    "reasons",
]
