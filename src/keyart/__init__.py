"""Keyart: which artwork, trailer or synopsis wins with which audience.

import keyart
store = keyart.create("my.keyart")
store.ingest(impressions="impressions.csv", plays="plays.csv")
store.query(measures=["reach", "take_rate"], by=["asset"]).to_dicts()
"""

from keyart.core.compiled import keep_compiled_code

keep_compiled_code()

from keyart.client import RemoteStore, ServiceError, connect  # noqa: E402
from keyart.core.errors import (  # noqa: E402 - numba must find its folder chosen
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
from keyart.insights.comparison import Comparing, Comparison  # noqa: E402
from keyart.query import Query, Result  # noqa: E402
from keyart.session import Store, create, open  # noqa: A004, E402 - the contract's word

__version__ = "0.1.0"

__all__ = [
    "AudienceInUse",
    "BadExpression",
    "BadInput",
    "BadQuestion",
    "BadSettings",
    "Comparing",
    "Comparison",
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
]
