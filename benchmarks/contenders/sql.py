"""Pieces of SQL that DuckDB and ClickHouse share. All values are ours, so text will do."""

from benchmarks.questions import Question

EXPOSURE, MEMBERS = "exposure", "members"


def passing(question: Question) -> str:
    """Return the condition on the facts."""
    conditions = [f"title = '{question.title}'"]
    if question.since is not None:
        conditions.append(f"slot >= {question.since}")
    conditions += [f"{name} IN ({quoted(values)})" for name, values in question.where.items()]
    if question.audience is not None:
        members = f"SELECT profile FROM {MEMBERS} WHERE audience = '{question.audience}'"
        conditions.append(f"profile IN ({members})")
    return " AND ".join(conditions)


def quoted(values: tuple[str, ...]) -> str:
    """Return texts as a list of SQL literals."""
    return ", ".join(f"'{value}'" for value in values)


def fact_groups(question: Question) -> str:
    """Return the grouping columns that are facts: all but the audience."""
    return ", ".join(name for name in question.by if name != "audience")


def groups(question: Question) -> str:
    """Return the grouping columns."""
    return ", ".join(question.by)
