"""Who is in an audience: the profiles that an expression means in one snapshot.

`members.Members` is the road: names are looked up, attributes compared, rules judged on what an
engine adds up for each profile, and all of it put together bit by bit.
"""

from keyart.query.membership.members import Members, Tallies
from keyart.query.membership.overlap import Overlap, overlap
from keyart.query.membership.rules import conditions

__all__ = ["Members", "Overlap", "Tallies", "conditions", "overlap"]
