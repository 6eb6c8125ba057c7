"""Keyart: which artwork, trailer or synopsis wins with which audience.

import keyart
store = keyart.create("my.keyart")
store.ingest(impressions="impressions.csv", plays="plays.csv")
store.query(measures=["reach", "take_rate"], by=["asset"]).to_dicts()
"""

from typing import TYPE_CHECKING

from keyart.core.compiled import keep_compiled_code
from keyart.core.lazy import lazy_names

__version__ = "0.1.0"

# Before anything imports numba.
keep_compiled_code(__version__)

if TYPE_CHECKING:
    from keyart.client import RemoteStore, ServiceError, connect
    from keyart.core.errors import (
        AudienceInUse,
        BadExpression,
        BadInput,
        BadQuestion,
        BadSettings,
        DruidError,
        DruidUnavailable,
        KeyartError,
        MissingColumn,
        MissingExtra,
        NotAStore,
        StoreBusy,
        StoreDamaged,
        StoreError,
        StoreExists,
        TooManyGroups,
        UnalignedRange,
        UnknownName,
        UnsupportedByEngine,
        UnsupportedStore,
    )
    from keyart.insights.comparison import Comparison, ComparisonRequest
    from keyart.query import Query, Result
    from keyart.session import Store, create, open, restore_backup  # noqa: A004 - the contract's word
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "AudienceInUse",
    "BadExpression",
    "BadInput",
    "BadQuestion",
    "BadSettings",
    "Comparison",
    "ComparisonRequest",
    "DruidError",
    "DruidUnavailable",
    "KeyartError",
    "MissingColumn",
    "MissingExtra",
    "NotAStore",
    "Query",
    "RemoteStore",
    "Result",
    "ServiceError",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreExists",
    "TooManyGroups",
    "UnalignedRange",
    "UnknownName",
    "UnsupportedByEngine",
    "UnsupportedStore",
    "connect",
    "create",
    "open",
    "restore_backup",
]
