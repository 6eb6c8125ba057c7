"""A store in Druid: what it is to hold, how it gets there, and what is there.

The main road is `load` in `loading.py`.
"""

from keyart.mirror.loading import FamilyLoad, Load, Why, load

__all__ = ["FamilyLoad", "Load", "Why", "load"]
