"""Are the tastes that were planted in a demo world found, named, and kept through refits?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pytest

import keyart
from keyart.audiences.affinities import Affinity
from keyart.audiences.affinities.mixture import Mixture, shares
from keyart.core.ids import KEY_DTYPE, keys
from keyart.curation.watching import StoreViewing
from keyart.demo.behaviour.programming import taste_chances
from keyart.demo.behaviour.stage import stage
from keyart.demo.people.markets import COUNTRIES
from keyart.demo.world import SIZES, World
from keyart.session import Store
from keyart.store import known_ordinals
from tests.demo.world.conftest import UNTIL, Small, opened

Flags = npt.NDArray[np.bool_]
FIRST_FIT, WEEKS = 8, 8
PLAYS = 20
"""Profiles with so many plays are judged."""
"""
