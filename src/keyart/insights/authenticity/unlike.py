"""In what assets differ from their title's others beside what is judged: how often, when shown."""

import numpy as np

from keyart.insights.authenticity.met import Met
from keyart.insights.norms.centre import Circle
from keyart.insights.outliers.judging import Beside
from keyart.insights.outliers.unlike import First, Unlike
from keyart.query.engine import Ints


def unlike(found: Met, group: Ints) -> list[str]:
    """Return what each row has to say of that, as a sentence or two; empty where nothing matters.

    `group` tells apart those whose rows are each other's others.
    """
    circle = Circle(group, np.arange(group.size))
    first = First(found.days.row, found.days.day, found.days.record.people)
    differing = Unlike.among(circle, (found.shown, found.reach), first, Beside.TITLE)
    return [differing.said(row) for row in range(group.size)]
