"""Polars, exact: a data frame in memory, Enum text, sorted by (title, profile)."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import polars as pl

from benchmarks.contenders import Ask, Check, Contender
from benchmarks.facts import DIMENSIONS, Facts
from benchmarks.questions import SLOTS_PER_DAY, Question

Engine = Literal["in-memory", "streaming"]
ENGINES: tuple[Engine, ...] = ("in-memory", "streaming")


def contender(facts: Facts) -> Contender:
    """Return the contender."""
    exposure = _frame(facts.exposure, DIMENSIONS).with_columns(
        day=(pl.col("slot") // SLOTS_PER_DAY).cast(pl.UInt16)
    )
    members = _frame(facts.members, ("audience",)).sort("profile")

    def roads(question: Question) -> Mapping[str, Ask]:
        plans = {
            "n_unique": _distinct(question, exposure, members),
            "two levels": _two_levels(question, exposure, members),
        }
        return {
            f"{name}, {engine}": _ask(plan, engine)
            for name, plan in plans.items()
            for engine in ENGINES
        }

    return Contender("Polars, exact", Check.EQUAL, roads)


def _frame(table: Any, text: Sequence[str]) -> pl.DataFrame:
    """Return a table as a frame whose text columns are Enum: small codes, known values."""
    frame = pl.DataFrame(table)
    values = {name: frame[name].cast(pl.String).unique().drop_nulls().sort() for name in text}
    return frame.with_columns(
        pl.col(name).cast(pl.String).cast(pl.Enum(known)) for name, known in values.items()
    )


def _ask(plans: Sequence[pl.LazyFrame], engine: Engine) -> Ask:
    return lambda: [frame.to_arrow() for frame in pl.collect_all(plans, engine=engine)]


def _passing(question: Question, exposure: pl.DataFrame, members: pl.DataFrame) -> pl.LazyFrame:
    conditions = [pl.col("title") == question.title]
    if question.since is not None:
        conditions.append(pl.col("slot") >= question.since)
    conditions += [pl.col(name).is_in(values) for name, values in question.where.items()]
    rows = exposure.lazy().filter(conditions)
    if question.audience is None:
        return rows
    chosen = members.lazy().filter(pl.col("audience") == question.audience)
    return rows.join(chosen, on="profile", how="semi")


def _sums() -> list[pl.Expr]:
    return [pl.col(name).cast(pl.Int64).sum() for name in ("impressions", "qualified_plays")]


def _with_rate(plan: pl.LazyFrame) -> pl.LazyFrame:
    return plan.with_columns(
        take_rate=pl.when(pl.col("reach") > 0).then(pl.col("viewers") / pl.col("reach"))
    )


def _distinct(
    question: Question, exposure: pl.DataFrame, members: pl.DataFrame
) -> list[pl.LazyFrame]:
    """Return the plans of groups and totals; profiles are counted by `n_unique`."""
    rows = _passing(question, exposure, members)
    watched = pl.col("profile").filter(pl.col("qualified_plays") > 0)
    counts = [
        *_sums(),
        pl.col("profile").n_unique().alias("reach"),
        watched.n_unique().alias("viewers"),
    ]
    grouped = _joined(question, rows, members).group_by(question.by).agg(counts)
    return [_with_rate(grouped), _with_rate(rows.select(counts))]


def _two_levels(
    question: Question, exposure: pl.DataFrame, members: pl.DataFrame
) -> list[pl.LazyFrame]:
    """Return plans that first make a row for each group and profile, then count rows."""
    rows = _passing(question, exposure, members)
    by = [name for name in question.by if name != "audience"]
    pairs = rows.group_by([*by, "profile"]).agg(_sums())
    people = pairs.group_by("profile").agg(_sums())
    counts = [
        *_sums(),
        pl.len().cast(pl.Int64).alias("reach"),
        (pl.col("qualified_plays") > 0).sum().cast(pl.Int64).alias("viewers"),
    ]
    grouped = _joined(question, pairs, members).group_by(question.by).agg(counts)
    return [_with_rate(grouped), _with_rate(people.select(counts))]


def _joined(question: Question, rows: pl.LazyFrame, members: pl.DataFrame) -> pl.LazyFrame:
    if "audience" not in question.by:
        return rows
    return rows.join(members.lazy(), on="profile", how="left")
