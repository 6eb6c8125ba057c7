"""The engine for stores too big for one machine: the same plan as SQL, answered by Druid.

Druid holds a copy of one version of the store (made by `keyart.mirror`). Sums are exact; sketches
count people. Anything missing from the copy is refused by name.
"""

from keyart.query.druid_engine.engine import DruidEngine

__all__ = ["DruidEngine"]
