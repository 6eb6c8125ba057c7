"""A store in Druid: loading it, and what is there. The main function is `load` in `load.py`."""

from keyart.mirror.connection import connect, write_settings
from keyart.mirror.load import FamilyLoad, Load, LoadReason, load
from keyart.mirror.sketches import Sketches, load_sketches
from keyart.mirror.state import Dropped, FamilyState, MirrorState, drop, find_held, read_state

__all__ = [
    "Dropped",
    "FamilyLoad",
    "FamilyState",
    "Load",
    "LoadReason",
    "MirrorState",
    "Sketches",
    "connect",
    "drop",
    "find_held",
    "load",
    "load_sketches",
    "read_state",
    "write_settings",
]
