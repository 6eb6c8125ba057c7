"""Font files: WOFF unpacked into the sfnt container (TrueType, OpenType) that shapers read.

W3C, "WOFF File Format 1.0"; OpenType specification, "Organization of an OpenType font".
"""

import struct
import zlib
from collections.abc import Mapping
from typing import Final

_WOFF: Final = b"wOFF"
_HEADER: Final = 44
_ENTRY: Final = 20


class NotAFont(ValueError):
    """The bytes are not a font that we can read."""


def unpacked(woff: bytes) -> bytes:
    """Return the font inside a WOFF 1.0 file as an sfnt file."""
    if woff[:4] != _WOFF:
        raise NotAFont("not a WOFF file")
    flavour, _, count = struct.unpack_from(">4sLH", woff, 4)
    tables: dict[str, bytes] = {}
    for index in range(count):
        tag, offset, packed, size, _ = struct.unpack_from(">4s4L", woff, _HEADER + _ENTRY * index)
        body = woff[offset : offset + packed]
        tables[tag.decode("ascii")] = zlib.decompress(body) if packed < size else body
    return assembled(tables, flavour)


def assembled(tables: Mapping[str, bytes], flavour: bytes = b"\0\1\0\0") -> bytes:
    """Return an sfnt file made of tables; `flavour` is `OTTO` for outlines in CFF."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(
        ">4s4H", flavour, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    offset = len(head) + 16 * count
    entries: list[bytes] = []
    bodies: list[bytes] = []
    for tag, body in sorted(tables.items()):
        padded = body + b"\0" * (-len(body) % 4)
        entries.append(
            struct.pack(">4s3L", tag.encode("ascii"), _checksum(padded), offset, len(body))
        )
        bodies.append(padded)
        offset += len(padded)
    return b"".join([head, *entries, *bodies])


def _checksum(padded: bytes) -> int:
    words = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF
