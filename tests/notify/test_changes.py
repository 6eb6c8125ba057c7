"""Conditions across versions: each is opened once and resolved once, with a message each."""

from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from keyart.core.errors import BadQuestion, UnknownName
from keyart.core.notice import Fading, Notice, NoticesRequest
from keyart.core.rebuild import rebuild
from keyart.notify import Channel, Judgement, count, is_due, notices, record, see
from keyart.notify.database import NOTICES
from tests.notify.found import START, condition, judgement

CHANNEL = Channel({"k": "json example.com"}, "https://keyart.example.com")


def messages(root: Path) -> list[tuple[str, str]]:
    """Return subject and body of all messages, in order."""
    with NOTICES.connect(root) as connection:
        return connection.execute("SELECT subject, body FROM message ORDER BY id").fetchall()


def told(root: Path) -> list[tuple[int, str]]:
    """Return the incident of each message, and whether it was opened or resolved."""
    with NOTICES.connect(root) as connection:
        return connection.execute("SELECT incident, about FROM told").fetchall()


def started(root: Path) -> None:
    """Judge a first version without findings."""
    record(root, judgement(1), CHANNEL)


def states(root: Path) -> dict[str, list[str]]:
    """Return the states of the notices of each subject, the oldest first."""
    found: dict[str, list[str]] = {}
    for one in reversed(notices(root)):
        found.setdefault(one.subject, []).append(one.state)
    return found


def test_evidence_of_a_single_check_keeps_a_notice_open_but_opens_none(tmp_path: Path) -> None:
    started(tmp_path)
    fading = Fading(**asdict(condition(1)))
    alone = replace(judgement(2), conditions=(fading,))
    record(tmp_path, alone, CHANNEL)
    assert not notices(tmp_path)
    record(tmp_path, judgement(3, 1), CHANNEL)
    for version in range(4, 8):
        record(tmp_path, replace(judgement(version), conditions=(fading,)), CHANNEL)
    assert states(tmp_path) == {fading.subject: ["open"]}
    for version in (8, 9):
        record(tmp_path, judgement(version), CHANNEL)
    assert states(tmp_path) == {fading.subject: ["resolved"]}


def test_a_finding_is_sent_once_with_effect_certainty_and_link(tmp_path: Path) -> None:
    started(tmp_path)
    for version in range(2, 6):
        record(tmp_path, judgement(version, 1), CHANNEL)
    ((subject, body),) = messages(tmp_path)
    assert subject == "Clickbait: The poster 'a1' of 'Heist' is clickbait"
    assert body.splitlines() == [
        "Take rate 1.8x similar assets; completion 22% against 41%.",
        "How sure: False discovery rate 5%; interval 1.5x to 2.1x.",
        "https://keyart.example.com/titles/t1?asset=a1",
    ]
    (notice,) = notices(tmp_path)
    assert (notice.state, notice.opened_version, notice.opened) == (
        "open",
        2,
        judgement(2).now,
    )


def test_it_is_resolved_when_two_judgements_in_a_row_miss_it(tmp_path: Path) -> None:
    started(tmp_path)
    for version, there in enumerate([True, False, True, False, False, False], 2):
        record(tmp_path, judgement(version, *([1] if there else [])), CHANNEL)
    (notice,) = notices(tmp_path)
    assert (notice.state, notice.resolved_version) == ("resolved", 6)
    _, (subject, body) = messages(tmp_path)
    assert subject == "Resolved: The poster 'a1' of 'Heist' is clickbait"
    assert body.startswith("Found on 1 March 2026 at 12:02 UTC; it no longer holds.\nIt was: Take")


def test_a_condition_found_again_while_open_is_the_same_notice(tmp_path: Path) -> None:
    started(tmp_path)
    for version in range(2, 12):
        record(tmp_path, judgement(version, *([1] if version % 2 else [])), CHANNEL)
    assert states(tmp_path) == {"asset:a1": ["open"]}
    for version in range(12, 15):
        record(tmp_path, judgement(version), CHANNEL)
    record(tmp_path, judgement(15, 1), CHANNEL)
    assert states(tmp_path) == {"asset:a1": ["resolved", "open"]}
    assert [about for _, about in told(tmp_path)] == ["opened", "resolved", "opened"]


def test_the_inbox_has_the_newest_text(tmp_path: Path) -> None:
    started(tmp_path)
    for version, much in enumerate(["Take rate 1.8x", "Take rate 2.5x"], 2):
        found = (condition(1, much=much),)
        record(tmp_path, Judgement(version, found, START), CHANNEL)
    (notice,) = notices(tmp_path)
    assert notice.how_much.startswith("Take rate 2.5x")


def test_a_version_is_judged_again_after_an_hour(tmp_path: Path) -> None:
    first = judgement(1, 1)
    assert is_due(tmp_path, 1, first.now)
    record(tmp_path, first, CHANNEL)
    soon, later = (first.now + timedelta(minutes=m) for m in (59, 60))
    for _ in range(3):
        assert not is_due(tmp_path, 1, soon)
        assert record(tmp_path, Judgement(1, (), soon), CHANNEL) is None
    assert is_due(tmp_path, 2, soon)
    assert record(tmp_path, Judgement(1, (condition(2),), later), CHANNEL) is not None
    assert states(tmp_path) == {"asset:a1": ["open"], "asset:a2": ["open"]}


def test_a_store_with_a_history_starts_with_one_message(tmp_path: Path) -> None:
    kinds = ["volume_gap", "outlier", "clickbait"]
    found = tuple(condition(number, kinds[number % 3]) for number in range(300))
    record(tmp_path, Judgement(1, found, START), CHANNEL)
    ((subject, body),) = messages(tmp_path)
    counts = "Outlier: 100, Clickbait: 100, Missing events: 100"
    assert subject == f"300 findings in the first check. {counts}"
    assert len(body.splitlines()) == 11
    assert body.splitlines()[-1] == "And 290 more, in the inbox: https://keyart.example.com/"
    assert count(tmp_path).open == 300


@pytest.mark.parametrize(("new", "sent"), [(5, 5), (6, 1)])
def test_many_at_once_are_one_message(tmp_path: Path, new: int, sent: int) -> None:
    started(tmp_path)
    record(tmp_path, judgement(2, *range(new)), CHANNEL)
    assert len(messages(tmp_path)) == sent
    for version in (3, 4):
        record(tmp_path, judgement(version), CHANNEL)
    assert len(messages(tmp_path)) == 2 * sent
    assert len(told(tmp_path)) == 2 * new


def test_addresses_without_the_opening_do_not_get_the_resolution(tmp_path: Path) -> None:
    record(tmp_path, judgement(1), Channel())
    record(tmp_path, judgement(2, 1), Channel())
    record(tmp_path, judgement(3, 1, 2), CHANNEL)
    both = Channel({**CHANNEL.addresses, "new": "slack"})
    for version in (4, 5):
        record(tmp_path, judgement(version), both)
    by_subject = {one.subject: one.deliveries for one in notices(tmp_path)}
    assert by_subject["asset:a1"] == ()
    said = [(one.about, one.address) for one in by_subject["asset:a2"]]
    assert said == [("opened", "json example.com"), ("resolved", "json example.com")]


def test_names_cannot_break_a_message(tmp_path: Path) -> None:
    started(tmp_path)
    odd = replace(condition(1), what="The poster 'a\r\nBcc: all' is\tclickbait.")
    record(tmp_path, Judgement(2, (odd,), START), CHANNEL)
    ((subject, _),) = messages(tmp_path)
    assert subject == "Clickbait: The poster 'a Bcc: all' is clickbait"


def test_notices_are_filtered_and_marked_as_seen(tmp_path: Path) -> None:
    assert notices(tmp_path) == []
    assert see(tmp_path, None, START) == 0
    found = (condition(1), condition(2, "outlier"))
    record(tmp_path, Judgement(1, found, START), CHANNEL)
    for version in (2, 3):
        record(tmp_path, judgement(version, 1), CHANNEL)
    assert [one.subject for one in notices(tmp_path, NoticesRequest(state="open"))] == ["asset:a1"]
    assert [one.kind for one in notices(tmp_path, NoticesRequest(kind="outlier"))] == ["outlier"]
    assert notices(tmp_path, NoticesRequest(state="open", kind="outlier")) == []
    with pytest.raises(UnknownName, match="clickbait"):
        notices(tmp_path, NoticesRequest(kind="clickbate"))
    with pytest.raises(UnknownName):
        notices(tmp_path, NoticesRequest(state="closed"))
    ids = [one.id for one in notices(tmp_path)]
    with pytest.raises(BadQuestion):
        see(tmp_path, [*ids, 99], START)
    assert count(tmp_path).unseen == 1
    assert (see(tmp_path, ids, START), see(tmp_path, None, START)) == (2, 0)
    assert [one.seen for one in notices(tmp_path)] == [START, START]
    assert (count(tmp_path).open, count(tmp_path).unseen) == (1, 0)


def test_a_notice_is_rebuilt_from_json(tmp_path: Path) -> None:
    record(tmp_path, judgement(1, 1), CHANNEL)
    (notice,) = notices(tmp_path)
    plain = notice.to_dict()
    plain["opened"] = plain["opened"].isoformat()
    assert rebuild(Notice, plain) == notice


class Versions(RuleBasedStateMachine):
    """Versions with any conditions, compared with a simple record of each one."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.root = Path(self.folder.name)
        self.version = 0
        self.open: dict[int, int] = {}
        """How often in a row each open condition was missed."""
        self.opened: list[int] = []
        self.resolved: list[int] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    @rule(found=st.sets(st.integers(0, 3)), several=st.booleans())
    def publish(self, found: set[int], *, several: bool) -> None:
        self.version += 1
        if several:
            found |= set(range(10, 17))
        record(self.root, judgement(self.version, *found), CHANNEL)
        for number in list(self.open):
            self.open[number] = 0 if number in found else self.open[number] + 1
            if self.open[number] == 2:
                del self.open[number]
                self.resolved.append(number)
        for number in found - self.open.keys():
            self.open[number] = 0
            self.opened.append(number)

    @rule(found=st.sets(st.integers(0, 3)))
    def judge_again(self, found: set[int]) -> None:
        if self.version:
            record(self.root, judgement(self.version, *found), CHANNEL)

    @invariant()
    def each_is_opened_once_and_resolved_once(self) -> None:
        every = notices(self.root)
        assert sorted(self.opened) == sorted(int(one.subject[7:]) for one in every)
        ended = [int(one.subject[7:]) for one in every if one.state == "resolved"]
        assert sorted(self.resolved) == sorted(ended)
        assert count(self.root).open == len(self.open)

    @invariant()
    def each_is_told_of_once(self) -> None:
        if self.version:
            said = told(self.root)
            assert len(said) == len(set(said)) == len(self.opened) + len(self.resolved)


TestVersions = Versions.TestCase
TestVersions.settings = settings(max_examples=20, stateful_step_count=15)
