"""Conditions, and judgements that found them."""

from datetime import UTC, datetime, timedelta

from keyart.core.notice import NoticeCondition
from keyart.notify import Judgement

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


def condition(
    number: int, kind: str = "clickbait", much: str = "Take rate 1.8x"
) -> NoticeCondition:
    """Return the condition of one asset."""
    asset = f"a{number}"
    return NoticeCondition(
        kind=kind,
        subject=f"asset:{asset}",
        title="t1",
        asset=asset,
        what=f"The poster {asset!r} of 'Heist' is clickbait.",
        how_much=f"{much} similar assets; completion 22% against 41%.",
        how_sure="False discovery rate 5%; interval 1.5x to 2.1x.",
        measures=("take_rate", "completion_rate"),
        link=f"/titles/t1?asset={asset}",
    )


def judgement(version: int, *numbers: int) -> Judgement:
    """Return the judgement of a version, one minute after the one before."""
    found = tuple(condition(number) for number in numbers)
    return Judgement(version, found, START + timedelta(minutes=version))
