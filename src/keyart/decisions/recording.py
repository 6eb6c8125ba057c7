"""The record of decisions: made, reversed, listed. Nothing in it is ever removed."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from keyart.core.errors import BadQuestion, UnknownName
from keyart.core.plain import plain
from keyart.decisions.decision import (
    Change,
    Decision,
    DecisionKind,
    DecisionList,
    DecisionsRequest,
    DecisionState,
    RecordRequest,
    ReverseRequest,
    SetAside,
    SetAsideRequest,
)
from keyart.decisions.gains import (
    figures_of_clickbait,
    figures_of_policy,
    figures_of_winner,
)
from keyart.decisions.wording import heading_of
from keyart.insights.catalogue.context import ARTWORK
from keyart.insights.catalogue.entries import asset_entries, title_entries
from keyart.insights.comparison.parts import Interval
from keyart.insights.policies import check_document, document_of, one_for_all
from keyart.query import Access, owner
from keyart.store import Snapshot
from keyart.store.paths import Paths
from keyart.store.side_database import SideDatabase, transaction

REVIEW_DAYS = 28

DECISIONS = SideDatabase(
    "decisions",
    """
CREATE TABLE IF NOT EXISTS decision (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, title TEXT, title_name TEXT,
    subject TEXT NOT NULL, chosen TEXT NOT NULL, heading TEXT NOT NULL, because TEXT NOT NULL,
    "by" TEXT, made TEXT NOT NULL, until TEXT NOT NULL, version INTEGER NOT NULL, question TEXT,
    figures TEXT, expected TEXT, reversed TEXT, reversed_because TEXT, reversed_by TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS set_aside (
    key TEXT PRIMARY KEY, because TEXT, until TEXT, "by" TEXT, made TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS decision_subject ON decision (subject, id);
""",
    format=1,
    loss="The store does not need the file, but the record of decisions is in no other place: keep "
    "a copy of it before you move it away.",
)


def change(snapshot: Snapshot, request: Change, now: datetime) -> Decision:
    """Record or reverse a decision; raises `BadQuestion` and `UnknownName`."""
    if isinstance(request, RecordRequest):
        return record(snapshot, request, now)
    return reverse(snapshot, request, now)


def record(snapshot: Snapshot, request: RecordRequest, now: datetime) -> Decision:
    """Record a decision; a policy brings its figures and expected gain with it.

    Raises `BadQuestion` without a reason, or for a time of review that is over, `UnknownName` for a
    title or asset that the store doesn't have.
    """
    reason = request.because.strip()
    if not reason:
        raise BadQuestion("A decision needs a reason.", hint="Say why, in a few words.")
    until = _review_time(request.until, now)
    new = _located(snapshot, _seen(request))
    Paths(snapshot.root).require_writable()
    subject = subject_of(snapshot, new.kind, new.title, new.chosen)
    heading = heading_of(new.kind, request.chosen, _names(snapshot.assets, "asset_id"))
    title_name = _names(snapshot.titles, "title_id").get(new.title or "", new.title)
    row = (
        new.kind, new.title, title_name, subject, _text(new.chosen), heading, reason, request.by,
        now.isoformat(), until.isoformat(), snapshot.version, _text(new.question),
        _text(new.figures), _text(new.expected),
    )  # fmt: skip
    with DECISIONS.connect(snapshot.root) as connection, transaction(connection):
        cursor = connection.execute(
            "INSERT INTO decision (kind, title, title_name, subject, chosen, heading, because, "
            '"by", made, until, version, question, figures, expected) '
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        assert cursor.lastrowid is not None
        return _read(connection, cursor.lastrowid)


def _review_time(text: str | None, now: datetime) -> datetime:
    if text is None:
        return now + timedelta(days=REVIEW_DAYS)
    hint = "It says when to review the decision. Write ISO text, such as 2026-06-01."
    try:
        until = datetime.fromisoformat(text)
    except ValueError:
        raise BadQuestion(f"until is no time: {text!r}.", hint=hint) from None
    if until.tzinfo is None:
        until = until.replace(tzinfo=now.tzinfo)
    if until <= now:
        raise BadQuestion(f"until must be later than now, not {text}.", hint=hint)
    return until


@dataclass(frozen=True)
class _Seen:
    """What was decided, with what was known."""

    kind: DecisionKind
    title: str | None
    chosen: Any
    question: Mapping[str, Any] | None = None
    figures: Mapping[str, Any] | None = None
    expected: Mapping[str, Any] | None = None


def _seen(request: RecordRequest) -> _Seen:
    """Return what a request says was decided.

    What is kept of a policy as chosen is what a home page needs.
    """
    kind = DecisionKind(request.kind)
    if kind is not DecisionKind.POLICY:
        return _Seen(kind, request.title, request.chosen)
    try:
        policy: Mapping[str, Any] = request.chosen  # pyright: ignore[reportAssignmentType]
        document, title = document_of(policy), str(policy["title"])
        check_document(document)
    except (AttributeError, KeyError, TypeError):
        raise BadQuestion(
            "What was chosen is no policy.",
            hint="Give what store.decide returned, or its document.",
        ) from None
    if request.title not in {None, title}:
        raise BadQuestion(
            f"The policy is for {title!r}, not {request.title!r}.",
            hint="Leave title out, or decide about that title.",
        )
    return _Seen(kind, title, document, figures=policy)


def _located(snapshot: Snapshot, new: _Seen) -> _Seen:
    """Return a decision with its title and figures; raises for what the store lacks."""
    titles: list[str] = title_entries(snapshot).column("title_id").to_pylist()
    if new.title is not None and new.title not in titles:
        raise UnknownName("title", new.title, titles)
    access = owner().judging()
    match new.kind:
        case DecisionKind.WINNER:
            title = _title_of(snapshot, new)
            kind = _asset_type(snapshot, new.chosen)
            seen = figures_of_winner(snapshot, access, title, kind, new.chosen)
        case DecisionKind.CLICKBAIT:
            title = _title_of(snapshot, new)
            seen = figures_of_clickbait(snapshot, access, title, new.chosen)
        case DecisionKind.POLICY:
            _require_assets(snapshot, new.chosen)
            title, seen = new.title, figures_of_policy(snapshot, access, new.figures or {})
        case _:
            return new
    if seen is None:
        return replace(new, title=title, figures=None)
    expected = None if seen.per_week is None else asdict(seen.per_week)
    return replace(
        new, title=title, question=seen.question, figures=seen.figures, expected=expected
    )


def _require_assets(snapshot: Snapshot, document: Mapping[str, Any]) -> None:
    """Raise `UnknownName` for an asset of a policy that isn't of its title."""
    entries = asset_entries(snapshot)
    own = entries.filter(pc.equal(entries.column("title_id"), pa.scalar(document["title"])))
    ids: list[str] = own.column("asset_id").to_pylist()
    for rule in (*document["rules"], document["otherwise"]):
        for asset, share in rule["shares"].items():
            if share > 0 and asset not in ids:
                raise UnknownName("asset of the title", asset, ids)


def _title_of(snapshot: Snapshot, new: _Seen) -> str:
    """Return the title of the asset that a decision is about."""
    assets = asset_entries(snapshot)
    ids: list[str] = assets.column("asset_id").to_pylist()
    if new.chosen not in ids:
        raise UnknownName("asset", str(new.chosen), ids)
    title: str = assets.column("title_id")[ids.index(new.chosen)].as_py()
    if new.title not in {None, title}:
        raise BadQuestion(
            f"The asset {new.chosen!r} is of {title!r}, not {new.title!r}.",
            hint="Leave title out, or choose an asset of that title.",
        )
    return title


def subject_of(snapshot: Snapshot, kind: DecisionKind, title: str | None, chosen: Any) -> str:
    """Return what a decision is about: a later one about the same replaces it.

    A winner and a policy of one asset type replace each other: both say what is shown of a title.
    """
    match kind:
        case DecisionKind.POLICY:
            parts = ["shown", title, chosen.get("asset_type", ARTWORK)]
        case DecisionKind.WINNER:
            parts = ["shown", title, _asset_type(snapshot, chosen)]
        case _:
            parts = [kind, title, plain(chosen)]
    return json.dumps(parts, sort_keys=True)


def _names(table: pa.Table, ids: str) -> dict[str, str]:
    """Return the names of titles or assets that have one."""
    if "name" not in table.column_names:
        return {}
    pairs = zip(table.column(ids).to_pylist(), table.column("name").to_pylist(), strict=True)
    return {key: name for key, name in pairs if name is not None}


def _asset_type(snapshot: Snapshot, asset: str) -> str:
    row = snapshot.assets.filter(pc.equal(snapshot.assets.column("asset_id"), pa.scalar(asset)))
    return (row.column("asset_type")[0].as_py() if row.num_rows else None) or ARTWORK


def reverse(snapshot: Snapshot, request: ReverseRequest, now: datetime) -> Decision:
    """Reverse a decision; it stays in the record. Raises `BadQuestion`."""
    decision, because = request.decision, request.because.strip()
    if not because:
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
            (now.isoformat(), because, request.by, decision),
        )
        return _read(connection, decision)


def _unknown(decision: int) -> BadQuestion:
    return BadQuestion(
        f"There is no decision {decision}.", hint="List them: keyart decisions list."
    )


_ALL = (
    'SELECT id, kind, title, title_name, chosen, heading, because, "by", made, until, version, '
    "question, figures, expected, reversed, reversed_because, reversed_by, "
    "EXISTS (SELECT 1 FROM decision AS later WHERE later.subject = decision.subject "
    "AND later.id > decision.id AND later.reversed IS NULL) FROM decision"
)


def _read(connection: sqlite3.Connection, decision: int) -> Decision:
    row = connection.execute(f"{_ALL} WHERE id = ?", (decision,)).fetchone()
    if row is None:
        raise _unknown(decision)
    return _decision(row)


def _decision(row: tuple[Any, ...]) -> Decision:
    (
        id_, kind, title, title_name, chosen, heading, because, by, made, until, version, question,
        figures, expected, reversed_, reversed_because, reversed_by, replaced,
    ) = row  # fmt: skip
    state = DecisionState.REPLACED if replaced else DecisionState.STANDS
    return Decision(
        id=id_,
        kind=DecisionKind(kind),
        title=title,
        title_name=title_name,
        chosen=json.loads(chosen),
        heading=heading,
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


def set_aside(snapshot: Snapshot, request: SetAsideRequest, now: datetime) -> SetAside | None:
    """Dismiss what waits with a reason, put it off until a time, or bring it back with neither.

    Raises `BadQuestion` for both, for an empty reason, and for a time that is over.
    """
    if request.because is not None and request.until is not None:
        raise BadQuestion(
            "because and until can't be combined.", hint="Dismiss it, or be reminded of it."
        )
    if request.because is not None and not request.because.strip():
        raise BadQuestion("To dismiss it needs a reason.", hint="Say why, in a few words.")
    until = None if request.until is None else _review_time(request.until, now)
    Paths(snapshot.root).require_writable()
    with DECISIONS.connect(snapshot.root) as connection, transaction(connection):
        connection.execute("DELETE FROM set_aside WHERE key = ?", (request.pending,))
        if request.because is None and until is None:
            return None
        made = SetAside(request.pending, request.because, until, request.by, now)
        connection.execute(
            "INSERT INTO set_aside VALUES (?, ?, ?, ?, ?)",
            (made.key, made.because, until and until.isoformat(), made.by, now.isoformat()),
        )
        return made


def set_aside_entries(root: Path, now: datetime) -> list[SetAside]:
    """Return what is dismissed, or put off until later than `now`."""
    if not DECISIONS.path(root).exists():
        return []
    with DECISIONS.connect(root) as connection:
        rows = connection.execute('SELECT key, because, until, "by", made FROM set_aside')
        entries = [
            SetAside(
                key, because, until and datetime.fromisoformat(until), by,
                datetime.fromisoformat(made),
            )
            for key, because, until, by, made in rows
        ]  # fmt: skip
    return [one for one in entries if one.until is None or one.until > now]


_STANDING = """
SELECT kind, subject, chosen FROM decision AS made
WHERE subject BETWEEN ? AND ? AND reversed IS NULL AND NOT EXISTS (
    SELECT 1 FROM decision AS later
    WHERE later.subject = made.subject AND later.id > made.id AND later.reversed IS NULL
) ORDER BY subject
"""
"""Decisions about what is shown that stand: the index finds those of a title among many."""


def policies(root: Path, title: str | None = None) -> list[dict[str, Any]]:
    """Return what home pages are to show: by title and asset type, the policy that stands.

    title: only of this one. A winner is a policy without rules.
    """
    if not DECISIONS.path(root).exists():
        return []
    about = ["shown"] if title is None else ["shown", title]
    begin = json.dumps(about).removesuffix("]") + ", "
    with DECISIONS.connect(root) as connection:
        return [_shown(*row) for row in connection.execute(_STANDING, (begin, f"{begin}~"))]


def _shown(kind: str, subject: str, chosen: str) -> dict[str, Any]:
    if kind == DecisionKind.POLICY:
        return json.loads(chosen)
    _, title, asset_type = json.loads(subject)
    return one_for_all(title, asset_type, json.loads(chosen))
