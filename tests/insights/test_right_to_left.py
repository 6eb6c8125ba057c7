"""In a catalogue of Hebrew and Arabic names, every sentence isolates them."""

import re
from collections.abc import Iterator

import pytest

from keyart.core.direction import END, ISOLATE
from keyart.insights import notices
from keyart.insights.authenticity import FindingKind
from keyart.session import Store
from tests.insights.comparison.trials import Trial, even, store

BAIT, HONEST = "فضيحة ٢", "הפנים של דניאל"
NAMES = {"bait": BAIT, "honest": HONEST}

BARE = re.compile(rf"{ISOLATE}[^{END}]*{END}")
"""What is isolated."""


@pytest.fixture(scope="module")
def rtl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    people = even(
        {"bait": 0.30, "honest": 0.20},
        4_000,
        short={"bait": 0.3, "honest": 0.05},
        finish={"bait": 0.2, "honest": 0.6},
    )
    folder = tmp_path_factory.mktemp("rtl") / "rtl.keyart"
    with store(folder, [Trial("مدينة", [people], names=NAMES)]) as made:
        yield made


def test_comparisons_isolate_names(rtl: Store) -> None:
    verdict = rtl.compare(title="مدينة").verdict
    assert f"“{ISOLATE}{BAIT}{END}”" in verdict.sentence
    isolates(verdict.sentence, *verdict.reasons)


def test_findings_and_notices_isolate_names(rtl: Store) -> None:
    (found,) = rtl.authenticity().of(FindingKind.CLICKBAIT)
    assert f"“{ISOLATE}{BAIT}{END}” of “{ISOLATE}مدينة{END}”" in found.sentence
    told = [text for one in notices.find(rtl.snapshot()) for text in (one.what, one.how_much)]
    assert any(BAIT in text for text in told)
    isolates(found.sentence, *told)


def test_plans_isolate_names(rtl: Store) -> None:
    isolates(rtl.plan_test(title="مدينة").sentence)


def isolates(*sentences: str) -> None:
    """Check that no right-to-left letter stands outside isolation."""
    for sentence in sentences:
        bare = BARE.sub("", sentence)
        assert not re.search("[\u0590-\u08ff]", bare), sentence
