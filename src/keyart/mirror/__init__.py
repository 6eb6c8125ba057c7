"""A store in Druid: what it is to hold, how it gets there, and what is there.

The main road is `load` in `loading.py`.
"""

from keyart.mirror.connecting import connect, write_settings
from keyart.mirror.dropping import Dropped, drop, held
from keyart.mirror.loading import FamilyLoad, Load, Why, load
from keyart.mirror.sketches import Sketches, load_sketches
from keyart.mirror.state import FamilyState, State, state

__all__ = [
    "Dropped",
    "FamilyLoad",
    "FamilyState",
    "Load",
    "Sketches",
    "State",
    "Why",
    "connect",
    "drop",
    "held",
    "load",
    "load_sketches",
    "state",
    "write_settings",
]
