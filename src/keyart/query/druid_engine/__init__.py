"""The engine for stores too big for one machine: the same plan as SQL, answered by Druid.

Druid holds a copy of the store at some version (`keyart.mirror` makes it). Sums are exact; people
are counted by sketches. What the copy lacks is refused by name.
"""

from keyart.query.druid_engine.engine import DruidEngine

__all__ = ["DruidEngine"]
