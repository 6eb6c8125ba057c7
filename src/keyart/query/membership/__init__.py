"""The members of audiences in one snapshot.

Start reading in `members`: names are looked up, attributes compared, rules judged on sums that an
engine computes for each profile, and the sets combined bit by bit.
"""

from keyart.query.membership.members import Members, Tallies
from keyart.query.membership.overlap import Overlap, overlap
from keyart.query.membership.rules import conditions

__all__ = ["Members", "Overlap", "Tallies", "conditions", "overlap"]
