"""Audiences that people make and ask about: lists put, segments saved, sizes, overlaps.

`roads` has what changes a store, `audiences` what users hold as `store.audiences`.
"""

from keyart.curation.audiences import Audiences
from keyart.curation.checking import check_segments
from keyart.curation.description import Description

__all__ = ["Audiences", "Description", "check_segments"]
