"""Campaigns for users: `store.campaigns`, of a store here or behind a service."""

from abc import abstractmethod
from collections.abc import Sequence

from keyart.campaigns import (
    ApproveCampaignRequest,
    Campaign,
    CampaignChange,
    CampaignGoal,
    CampaignPlanRequest,
    EndCampaignRequest,
    JudgeCampaignRequest,
    StartCampaignRequest,
)
from keyart.query.request import TimeBound
from keyart.questions.registry import CampaignQuestions


class Campaigns(CampaignQuestions):
    """Campaigns, from plan to verdict. See docs/campaigns.md."""

    def plan(  # noqa: PLR0913 - the contract's arguments
        self,
        name: str,
        title: str,
        segment: str,
        audiences: Sequence[str] | None = None,
        holdout: float = 0.1,
        primary: str = CampaignGoal.VIEWERS,
        *,
        start: TimeBound,
        end: TimeBound,
        purpose: str,
        recipient: str,
        by: str | None = None,
    ) -> Campaign:
        """Plan a campaign, and keep it as a draft; a draft of the same name is replaced.

        segment: whom it is for, an audience expression. audiences: those that may get an asset of
        their own, by default every named one. holdout: the share of people who are held out.
        primary: viewers, hours_viewed, return_rate_7 or return_rate_28. Raises `UnknownName`, and
        `BadQuestion` with what to do.
        """
        return self._change(
            CampaignPlanRequest(
                name=name,
                title=title,
                segment=segment,
                audiences=audiences,
                holdout=holdout,
                primary=primary,
                start=start,
                end=end,
                purpose=purpose,
                recipient=recipient,
                by=by,
            )
        )

    def approve(self, name: str, because: str = "", *, by: str | None = None) -> Campaign:
        """Approve the plan of a campaign; raises `BadQuestion` if it isn't a draft."""
        return self._change(ApproveCampaignRequest(name=name, because=because, by=by))

    def start(
        self, name: str, because: str = "", *, at: TimeBound | None = None, by: str | None = None
    ) -> Campaign:
        """Start an approved campaign: from now on its members are frozen.

        at: when it started, if not as planned. Raises `BadQuestion` if its segment doesn't exist
        any more, or has nobody.
        """
        return self._change(StartCampaignRequest(name=name, because=because, at=at, by=by))

    def end(
        self, name: str, because: str = "", *, at: TimeBound | None = None, by: str | None = None
    ) -> Campaign:
        """End a running campaign; at: when it ended, if not as planned."""
        return self._change(EndCampaignRequest(name=name, because=because, at=at, by=by))

    def judge(self, name: str, because: str = "", *, by: str | None = None) -> Campaign:
        """Put the verdict of a campaign that has ended on record."""
        return self._change(JudgeCampaignRequest(name=name, because=because, by=by))

    @abstractmethod
    def _change(self, request: CampaignChange) -> Campaign:
        """Plan a campaign, or take it one step further."""
