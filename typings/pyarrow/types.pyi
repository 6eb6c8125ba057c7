"""Only the shape that all its tests of types share."""

from collections.abc import Callable

from pyarrow import DataType

def __getattr__(name: str) -> Callable[[DataType], bool]: ...
