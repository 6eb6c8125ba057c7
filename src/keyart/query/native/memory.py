# pyright: basic
"""Columns of any width, for kernels that are compiled once.

Numba compiles a function again for each combination of array types, and mapped (read-only) arrays
are a separate type. So a kernel gets each column as an address and the bytes per value, and views
it as an array here, in functions small enough to be inlined.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.numpy_support import carray

from keyart.core.loops import inlined


def _to_pointer(_context, address):
    def generate(_target, builder, _signature, arguments):
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(address), generate


_pointer: Any = intrinsic(_to_pointer)


@inlined
def bytes_at(address, first, n):
    """View `n` one-byte values from value `first` on."""
    return carray(_pointer(address + first), n, np.uint8)


@inlined
def shorts_at(address, first, n):
    """View `n` two-byte values from value `first` on."""
    return carray(_pointer(address + 2 * first), n, np.uint16)


@inlined
def words_at(address, first, n):
    """View `n` four-byte values from value `first` on."""
    return carray(_pointer(address + 4 * first), n, np.uint32)


@inlined
def longs_at(address, first, n):
    """View `n` signed eight-byte values from value `first` on."""
    return carray(_pointer(address + 8 * first), n, np.int64)


def address(array: npt.NDArray[np.generic]) -> int:
    """Return the address of a contiguous array; the caller must keep the array alive."""
    if not array.flags.c_contiguous:
        raise ValueError("a column must be contiguous")
    return array.__array_interface__["data"][0]
