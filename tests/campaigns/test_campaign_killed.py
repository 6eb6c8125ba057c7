"""A process that is killed while it approves or starts a campaign has done so, or has not."""

from pathlib import Path

import keyart
from benchmarks.truth.campaign_worlds import PLAN, make_store
from tests.killing import kill_everywhere

LOGS = {
    "draft": ["planned"],
    "approved": ["planned", "approved"],
    "running": ["planned", "approved", "started"],
}


def test_a_killed_approval_is_whole_or_not_at_all(tmp_path: Path) -> None:
    base = tmp_path / "s.keyart"
    with make_store(base, 600) as store:
        store.campaigns.plan(**PLAN)
    states: set[str] = set()

    def check(root: Path) -> None:
        with keyart.open(root) as opened:
            (campaign,) = opened.campaigns.list()
            states.add(campaign.state)
            assert [step.what for step in campaign.log] == LOGS[campaign.state]
            started = campaign.state == "running"
            assert (opened.snapshot().campaign_members("spring") is not None) == started
            assert (opened.audiences.list() == ["list:campaign-spring"]) == started
            assert opened.check() == []
            # It goes on from where it was.
            if campaign.state == "draft":
                opened.campaigns.approve("spring")
            if not started:
                opened.campaigns.start("spring")
            assert opened.campaigns.end("spring").state == "ended"

    kill_everywhere("tests.campaigns.approving", tmp_path, base, 10, check)
    assert len(states) > 1
