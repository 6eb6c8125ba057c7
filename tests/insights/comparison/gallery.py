"""One store with a title for each kind of answer."""

from datetime import timedelta
from pathlib import Path

from keyart import session
from tests.insights.comparison.trials import START, People, Rows, Trial, even, store

CONFIG = """
[measures.cost]
sum = "cost_usd"
[measures.cost_per_person]
ratio = ["cost", "reach"]
"""

FANS, OTHERS, MIXED = "list:fans", "list:others", "list:mixed"

SAD, GLAD = "a sad face", "a glad face"

FEW, MANY = {"few": 0.12, "many": 0.10}, {"few": 0.36, "many": 0.30}
"""Takes of the arm that is better everywhere, but shown to `few` where many take it."""

PHASES = ({"e1": 0.20, "e2": 0.25}, {"e1": 0.5, "e2": 0.1})

TRIALS = (
    Trial("winner", [even({"plain": 0.20, "better": 0.25}, 5_000)]),
    Trial(
        "bait",
        [
            even(
                {"bait": 0.30, "honest": 0.20},
                4_000,
                short={"bait": 0.3, "honest": 0.05},
                finish={"bait": 0.2, "honest": 0.6},
            )
        ],
    ),
    Trial("endless", [even({"vague": 0.20, "bold": 0.25}, 3_000)], ends_known=False),
    Trial("twins", [even({"t1": 0.20, "t2": 0.20}, 4_000)]),
    Trial("three", [even({"x": 0.20, "y": 0.205, "z": 0.12}, 4_000)]),
    Trial("behind", [even({"ahead": 0.24, "next": 0.14, "behind": 0.09}, 1_100)]),
    Trial("close", [even({"w1": 0.241, "w2": 0.24, "lost": 0.09}, 1_100)]),
    Trial("leaderless", [even({"base": 0.20, "up": 0.26, "upper": 0.262}, 4_000)]),
    Trial("unequal", [People(arms={"u1": 4_000, "u2": 3_000}, take={"u1": 0.2, "u2": 0.3})]),
    Trial("meant", [People(arms={"m1": 4_000, "m2": 3_000}, take={"m1": 0.2, "m2": 0.3})]),
    Trial(
        "italy",
        [
            even({"i1": 0.20, "i2": 0.25}, 4_000),
            even({"i1": 0.20, "i2": 0.25}, 2_000, country="FR"),
            People(arms={"i1": 500, "i2": 250}, take={"i1": 0.9, "i2": 0.1}, country="IT"),
        ],
    ),
    Trial(
        "swapped",
        [
            People(arms={"s1": 3_000, "s2": 2_000}, take={"s1": 0.1, "s2": 0.12}),
            People(arms={"s1": 2_000, "s2": 3_000}, take={"s1": 0.3, "s2": 0.36}, country="FR"),
        ],
    ),
    Trial(
        "weighted",
        [
            People(
                arms={"few": 4_800, "many": 1_200},
                take=FEW,
                phase="exploit",
                propensity={"few": 0.8, "many": 0.2},
                of=MIXED,
            ),
            People(
                arms={"few": 1_200, "many": 4_800},
                take=MANY,
                phase="exploit",
                propensity={"few": 0.2, "many": 0.8},
                of=MIXED,
                country="FR",
            ),
        ],
    ),
    Trial(
        "chosen",
        [
            People(
                arms={"c1": 4_000, "c2": 1_000},
                take={"c1": 0.2, "c2": 0.3},
                phase="exploit",
                propensity={"c1": 0.8, "c2": 0.2},
            )
        ],
    ),
    Trial(
        "phases",
        [
            even(PHASES[0], 2_500, phase="explore"),
            even({**PHASES[1], "pushed": 0.3}, 2_500, phase="exploit"),
        ],
    ),
    Trial("silent", [even({"n1": 0.0, "n2": 0.0}, 400)]),
    Trial("eager", [even({"a1": 1.0, "a2": 1.0}, 400)]),
    Trial("small", [even({"l1": 0.2, "l2": 0.2}, 50)]),
    Trial("single", [People(arms={"seen": 400, "unseen": 0}, take={"seen": 0.2, "unseen": 0.0})]),
    Trial("crowd", [even({f"k{number:02}": 0.2 for number in range(51)}, 20)]),
    Trial("over", [even({"o1": 0.20, "o2": 0.22}, 1_000, last=10)]),
    Trial(
        "faces",
        [even({"f1": 0.2, "f2": 0.25, "f3": 0.1}, 1_000)],
        names={"f1": "وجه <سعيد> & «حزين»", "f2": "同じ名前 😀", "f3": "同じ名前 😀"},
    ),
    Trial(
        "tastes",
        [
            even({"g1": 0.30, "g2": 0.20}, 2_000, of=FANS),
            even({"g1": 0.20, "g2": 0.26}, 4_000, of=OTHERS),
        ],
    ),
    Trial("clip", [even({"v1": 0.20, "v2": 0.25}, 1_000)], asset_type="video"),
)

TESTS: Rows = [
    {"test": "meant-so", "title_id": "meant", "asset_id": "m1", "share": 0.4},
    {"test": "meant-so", "title_id": "meant", "asset_id": "m2", "share": 0.3},
    {"test": "lonely", "title_id": "small", "asset_id": "l1", "share": 1.0},
    *(
        {
            "test": "over",
            "title_id": "over",
            "asset_id": arm,
            "start": START + timedelta(days=1),
            "end": START + timedelta(days=10),
        }
        for arm in ("o1", "o2")
    ),
]


def made(folder: Path) -> session.Store:
    """Return the store."""
    return store(folder, TRIALS, tests=TESTS)
