"""The record of decisions: made, reversed, listed. Nothing in it is ever removed."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadQuestion, UnknownName
from keyart.core.plain import plain
from keyart.decisions.decision import (
    Decision,
    DecisionKind,
    DecisionList,
    DecisionsRequest,
    DecisionState,
)
from keyart.insights.catalogue.entries import asset_entries, title_entries
from keyart.insights.comparison.parts import Interval
from keyart.insights.comparison.request import ARTWORK
from keyart.insights.policies import Policy, document_of
from keyart.query import Access
from keyart.store import Snapshot
from keyart.store.paths import Paths
from keyart.store.side_database import SideDatabase, transaction

REVIEW_DAYS = 28

DECISIONS = SideDatabase(
    "decisions",
    """
CREATE TABLE IF NOT EXISTS decision (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, title TEXT, subject TEXT NOT NULL,
    chosen TEXT NOT NULL, because TEXT NOT NULL, "by" TEXT, made TEXT NOT NULL,
    until TEXT NOT NULL, version INTEGER NOT NULL, question TEXT, figures TEXT, expected TEXT,
    reversed TEXT, reversed_because TEXT, reversed_by TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS decision_subject ON decision (subject, id);
""",
    format=1,
    loss="The store does not need the file, but the record of decisions is in no other place: keep "
    "a copy of it before you move it away.",
)


@dataclass(frozen=True, kw_only=True)
class NewDecision:
    """A decision to record."""

    kind: DecisionKind
    title: str | None
    chosen: Any
    because: str
    by: str | None = None
    until: datetime | None = None
    question: Mapping[str, Any] | None = None
    figures: Mapping[str, Any] | None = None
    expected_per_week: Interval | None = None


def record(snapshot: Snapshot, new: NewDecision, now: datetime) -> Decision:
    """Record a decision; a policy brings its question, figures and expected gain with it.

    Raises `BadQuestion` without a reason, or for a time of review that is over, `UnknownName` for a
    title or asset that the store doesn't have.
    """
    if not new.because.strip():
        raise BadQuestion("A decision needs a reason.", hint="Say why, in a few words.")
    if new.kind is DecisionKind.POLICY:
        new = _of_policy(new)
    _require_known(snapshot, new)
    until = new.until or now + timedelta(days=REVIEW_DAYS)
    if until.tzinfo is None:
        until = until.replace(tzinfo=now.tzinfo)
    if until <= now:
        raise BadQuestion(
            f"until must be later than now, not {until.isoformat()}.",
            hint="It says when to review the decision.",
        )
    Paths(snapshot.root).require_writable()
    reason = new.because.strip()
    row = (
        new.kind, new.title, _subject(snapshot, new), _text(new.chosen), reason, new.by,
        now.isoformat(), until.isoformat(), snapshot.version, _text(new.question),
        _text(new.figures), _text(None if new.expected_per_week is None else
                                  asdict(new.expected_per_week)),
    )  # fmt: skip
    with DECISIONS.connect(snapshot.root) as connection, transaction(connection):
        cursor = connection.execute(
            'INSERT INTO decision (kind, title, subject, chosen, because, "by", made, until, '
            "version, question, figures, expected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        assert cursor.lastrowid is not None
        return _read(connection, cursor.lastrowid)


def _of_policy(new: NewDecision) -> NewDecision:
    """Return a decision for a policy with its figures and expected gain, if they are there.

    `chosen` becomes what a home page needs.
    """
    chosen = new.chosen
    policy: dict[str, Any] = chosen.to_dict() if isinstance(chosen, Policy) else chosen
    try:
        document = document_of(policy)
        title = str(policy["title"])
    except (KeyError, TypeError):
        raise BadQuestion(
            "What was chosen is no policy.",
            hint="Give what store.decide returned, or its document.",
        ) from None
    if new.title not in {None, title}:
        raise BadQuestion(
            f"The policy is for {title!r}, not {new.title!r}.",
            hint="Leave title out, or decide about that title.",
        )
    expected = policy.get("expected_per_week")
    return replace(
        new,
        title=title,
        chosen=document,
        figures=new.figures or (policy if expected else None),
        question=new.question or {"decide": {"title": title}},
        expected_per_week=new.expected_per_week or (Interval(**expected) if expected else None),
    )


def _require_known(snapshot: Snapshot, new: NewDecision) -> None:
    titles: list[str] = title_entries(snapshot).column("title_id").to_pylist()
    if new.title is not None and new.title not in titles:
        raise UnknownName("title", new.title, titles)
    if new.kind in {DecisionKind.WINNER, DecisionKind.CLICKBAIT}:
        assets: list[str] = asset_entries(snapshot).column("asset_id").to_pylist()
        if new.chosen not in assets:
            raise UnknownName("asset", str(new.chosen), assets)


def _subject(snapshot: Snapshot, new: NewDecision) -> str:
    """Return what a later decision replaces.

    A winner and a policy of one asset type replace each other: both say what is shown of a title.
    """
    match new.kind:
        case DecisionKind.POLICY:
            parts = ["shown", new.title, new.chosen.get("asset_type", ARTWORK)]
        case DecisionKind.WINNER:
            parts = ["shown", new.title, _asset_type(snapshot, new.chosen)]
        case _:
            parts = [new.kind, new.title, plain(new.chosen)]
    return json.dumps(parts, sort_keys=True)


def _asset_type(snapshot: Snapshot, asset: str) -> str:
    row = snapshot.assets.filter(pc.equal(snapshot.assets.column("asset_id"), pa.scalar(asset)))
    return (row.column("asset_type")[0].as_py() if row.num_rows else None) or ARTWORK


def reverse(
    snapshot: Snapshot, decision: int, because: str, now: datetime, by: str | None = None
) -> Decision:
    """Reverse a decision; it stays in the record. Raises `BadQuestion`."""
    if not because.strip():
        raise BadQuestion("A reversal needs a reason.", hint="Say why, in a few words.")
    Paths(snapshot.root).require_writable()
    if not DECISIONS.path(snapshot.root).exists():
        raise _unknown(decision)
    with DECISIONS.connect(snapshot.root) as connection, transaction(connection):
        before = _read(connection, decision)
        if before.state is DecisionState.REVERSED:
            raise BadQuestion(f"Decision {decision} is reversed already.", hint="Nothing to do.")
        connection.execute(
            "UPDATE decision SET reversed = ?, reversed_because = ?, reversed_by = ? WHERE id = ?",
            (now.isoformat(), because.strip(), by, decision),
        )
        return _read(connection, decision)


def _unknown(decision: int) -> BadQuestion:
    return BadQuestion(
        f"There is no decision {decision}.", hint="List them: keyart decisions list."
    )


_ALL = (
    'SELECT id, kind, title, chosen, because, "by", made, until, version, question, figures, '
    "expected, reversed, reversed_because, reversed_by, EXISTS (SELECT 1 FROM decision AS later "
    "WHERE later.subject = decision.subject AND later.id > decision.id "
    "AND later.reversed IS NULL) FROM decision"
)


def _read(connection: sqlite3.Connection, decision: int) -> Decision:
    row = connection.execute(f"{_ALL} WHERE id = ?", (decision,)).fetchone()
    if row is None:
        raise _unknown(decision)
    return _decision(row)


def _decision(row: tuple[Any, ...]) -> Decision:
    (
        id_, kind, title, chosen, because, by, made, until, version, question, figures, expected,
        reversed_, reversed_because, reversed_by, replaced,
    ) = row  # fmt: skip
    state = DecisionState.REPLACED if replaced else DecisionState.STANDS
    return Decision(
        id=id_,
        kind=DecisionKind(kind),
        title=title,
        chosen=json.loads(chosen),
        because=because,
        by=by,
        made=datetime.fromisoformat(made),
        until=datetime.fromisoformat(until),
        version=version,
        question=None if question is None else json.loads(question),
        figures=None if figures is None else json.loads(figures),
        expected_per_week=None if expected is None else Interval(**json.loads(expected)),
        state=state if reversed_ is None else DecisionState.REVERSED,
        reversed=None if reversed_ is None else datetime.fromisoformat(reversed_),
        reversed_because=reversed_because,
        reversed_by=reversed_by,
    )


def _text(value: object) -> str | None:
    return None if value is None else json.dumps(plain(value), sort_keys=True)


def decisions(root: Path) -> list[Decision]:
    """Return the decisions of the store at `root`, newest first."""
    if not DECISIONS.path(root).exists():
        return []
    with DECISIONS.connect(root) as connection:
        return [_decision(row) for row in connection.execute(f"{_ALL} ORDER BY id DESC")]


def list_decisions(snapshot: Snapshot, access: Access, request: DecisionsRequest) -> DecisionList:
    """Return the decisions of a store that a request asks for."""
    del access
    return DecisionList(
        tuple(
            one
            for one in decisions(snapshot.root)
            if request.title in {None, one.title}
            and request.kind in {None, one.kind}
            and request.state in {None, one.state}
        )
    )


def policies(root: Path) -> Iterator[dict[str, Any]]:
    """Yield the policies that stand, as home pages get them, by title and asset type."""
    standing = [
        one.chosen
        for one in decisions(root)
        if one.kind is DecisionKind.POLICY and one.state is DecisionState.STANDS
    ]
    yield from sorted(standing, key=lambda one: (one["title"], one.get("asset_type", "")))
