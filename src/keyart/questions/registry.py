"""The questions that Keyart answers: one entry each, from which all surfaces follow.

`query` alone is not among them: its answer is a table of any columns. `Query` is its request, which
all surfaces read in the same way; see "Add a question" in docs/architecture.md.
"""

from abc import abstractmethod
from typing import Any

from keyart import curation
from keyart.campaigns import (
    CampaignList,
    CampaignResult,
    CampaignResultRequest,
    CampaignsRequest,
    ControlRequest,
    ControlResult,
    visible_campaigns,
    visible_control,
    visible_result,
)
from keyart.core.errors import BadQuestion
from keyart.core.notice import Notices, NoticesRequest
from keyart.curation import reading
from keyart.curation.lookalikes import Lookalike, LookalikeRequest, visible_lookalike
from keyart.decisions import (
    DecisionList,
    DecisionsRequest,
    PendingDecisions,
    PendingRequest,
    ReviewRequest,
    Reviews,
    visible_decisions,
    visible_pending,
    visible_reviews,
)
from keyart.insights import privacy
from keyart.insights.authenticity import Authenticity, AuthenticityRequest
from keyart.insights.brief import Brief, BriefRequest
from keyart.insights.comparison import Comparison, ComparisonRequest
from keyart.insights.favourites import FavouriteRequest, Favourites
from keyart.insights.norms import NormRequest, Norms
from keyart.insights.outliers import OutlierRequest, Outliers
from keyart.insights.planning import PlannedTest, PlanRequest
from keyart.insights.policies import Policy, PolicyRequest
from keyart.insights.resonance import Resonance, ResonanceRequest
from keyart.query import Query, Result
from keyart.query.membership import Overlap
from keyart.questions.question import Answering, Question, asks
from keyart.recommendations import Recommendations, RecommendRequest, visible_recommendations

COMPARE = Question(
    "compare",
    ComparisonRequest,
    Comparison,
    "keyart.insights.comparison:compare",
    privacy.visible_comparison,
    example={"title": "t1"},
    wider="Compare assets that more people met, or in a wider context.",
)
PLAN_TEST = Question(
    "plan_test",
    PlanRequest,
    PlannedTest,
    "keyart.insights.planning:plan_test",
    privacy.visible_plan,
    example={"title": "t1", "arms": 3, "mde": 0.1},
    wider="Give rate and people_per_day by hand.",
    path="plan",
)
OUTLIERS = Question(
    "outliers",
    OutlierRequest,
    Outliers,
    "keyart.insights.outliers:outliers",
    privacy.visible_outliers,
    example={"level": "asset", "q": 0.1},
)
NORMS = Question(
    "norms",
    NormRequest,
    Norms,
    "keyart.insights.norms:norms",
    privacy.visible_norms,
    example={"title": "t1", "measure": "take_rate"},
)
AUTHENTICITY = Question(
    "authenticity",
    AuthenticityRequest,
    Authenticity,
    "keyart.insights.authenticity:authenticity",
    privacy.visible_authenticity,
    example={"title": "t1", "by_audience": False},
)
FAVOURITES = Question(
    "favourites",
    FavouriteRequest,
    Favourites,
    "keyart.insights.favourites:favourites",
    privacy.visible_favourites,
    example={"title": "t1"},
)
RESONANCE = Question(
    "resonance",
    ResonanceRequest,
    Resonance,
    "keyart.insights.resonance:resonance",
    privacy.visible_resonance,
    example={"by": ["genre"], "across": "country"},
)
BRIEF = Question(
    "brief",
    BriefRequest,
    Brief,
    "keyart.insights.brief:brief",
    privacy.visible_brief,
    example={"market": "DE"},
)

DECIDE = Question(
    "decide",
    PolicyRequest,
    Policy,
    "keyart.decisions:decide",
    None,
    example={"title": "t1", "explore": 0.1},
    wider="Wait until more people were shown the assets.",
)

RECOMMEND = Question(
    "recommend",
    RecommendRequest,
    Recommendations,
    "keyart.recommendations:recommend",
    visible_recommendations,
    example={"audience": "segment:binge", "n": 20, "country": "DE"},
    wider="Ask for a larger audience; one profile is asked about where nothing is hidden.",
)

# In the graph, audiences and notices have fields of their own (`keyart.api.graphql`): a page asks
# for some sides of them only, each counted by itself, and leafs through long lists.
LIST_AUDIENCES = Question(
    "list_audiences",
    reading.AudienceListRequest,
    reading.NamedAudiences,
    "keyart.curation.reading:list_audiences",
    None,
    example={},
    path="audiences",
    group="audiences",
    method="GET",
)
SHOW_AUDIENCE = Question(
    "show_audience",
    reading.AudienceRequest,
    curation.Description,
    "keyart.curation.reading:show_audience",
    reading.visible_profiles,
    example={"name": "segment:binge"},
    path="audiences/show",
    group="audiences",
)
SIZE = Question(
    "audience_size",
    reading.SizeRequest,
    reading.AudienceSize,
    "keyart.curation.reading:count_profiles",
    reading.visible_profiles,
    example={"expression": "segment:binge and not list:vip"},
    path="audiences/size",
    group="audiences",
)
OVERLAP = Question(
    "audience_overlap",
    reading.OverlapRequest,
    Overlap,
    "keyart.curation.reading:count_overlaps",
    reading.visible_overlap,
    example={"expressions": ["list:vip", "list:new"]},
    wider="Ask for larger audiences, or for the size of each.",
    path="audiences/overlap",
    group="audiences",
)
EXPLORE = Question(
    "explore",
    reading.ExploreRequest,
    curation.Exploration,
    "keyart.curation.reading:explore",
    reading.visible_exploration,
    example={"expression": "segment:binge", "tz": "Europe/Berlin"},
    wider="Explore a larger audience.",
    path="audiences/explore",
    group="audiences",
)
AFFINITIES = Question(
    "affinities",
    reading.AffinitiesRequest,
    reading.Affinities,
    "keyart.curation.reading:list_affinities",
    reading.visible_affinities,
    example={"version": None},
    path="audiences/affinities",
    group="audiences",
)
LOOKALIKE = Question(
    "lookalike",
    LookalikeRequest,
    Lookalike,
    "keyart.curation:find_lookalike",
    visible_lookalike,
    example={"seed": "list:vip", "n": 10_000},
    wider="Start from a larger audience, or ask for more people.",
    path="audiences/lookalike",
)
NOTICES = Question(
    "notices",
    NoticesRequest,
    Notices,
    "keyart.notify:find_notices",
    None,
    example={"state": "open", "kind": "clickbait"},
    group="notices",
    method="GET",
)

DECISIONS = Question(
    "decisions",
    DecisionsRequest,
    DecisionList,
    "keyart.decisions:list_decisions",
    visible_decisions,
    example={"title": "t1", "kind": "policy", "state": "stands"},
    group="decisions",
    method="GET",
)

PENDING = Question(
    "pending_decisions",
    PendingRequest,
    PendingDecisions,
    "keyart.decisions:find_pending",
    visible_pending,
    example={"include_set_aside": False},
    path="decisions/pending",
    method="GET",
)

REVIEWS = Question(
    "decision_reviews",
    ReviewRequest,
    Reviews,
    "keyart.decisions:review",
    visible_reviews,
    example={"title": "t1"},
    path="decisions/review",
    method="GET",
)

CAMPAIGNS = Question(
    "campaigns",
    CampaignsRequest,
    CampaignList,
    "keyart.campaigns:list_campaigns",
    visible_campaigns,
    example={"title": "t1", "state": "running"},
    group="campaigns",
    method="GET",
)

CAMPAIGN_RESULT = Question(
    "campaign_result",
    CampaignResultRequest,
    CampaignResult,
    "keyart.campaigns:campaign_result",
    visible_result,
    example={"name": "spring-heist"},
    wider="Wait until more people are in the campaign.",
    path="campaigns/result",
    group="campaigns",
    method="GET",
)

CAMPAIGN_CONTROL = Question(
    "campaign_control",
    ControlRequest,
    ControlResult,
    "keyart.campaigns:control_result",
    visible_control,
    example={"since": "2026-04-01"},
    wider="Enlarge control_fraction.",
    path="campaigns/control",
    group="campaigns",
    method="GET",
)

QUESTIONS: tuple[Question[Any, Any, Any], ...] = (
    COMPARE,
    PLAN_TEST,
    OUTLIERS,
    NORMS,
    AUTHENTICITY,
    FAVOURITES,
    RESONANCE,
    BRIEF,
    DECIDE,
    RECOMMEND,
    LIST_AUDIENCES,
    SHOW_AUDIENCE,
    SIZE,
    OVERLAP,
    EXPLORE,
    AFFINITIES,
    LOOKALIKE,
    NOTICES,
    DECISIONS,
    PENDING,
    REVIEWS,
    CAMPAIGNS,
    CAMPAIGN_RESULT,
    CAMPAIGN_CONTROL,
)


class Questions(Answering):
    """The questions to a store."""

    def query(self, query: Query | None = None, /, **question: Any) -> Result:
        """Answer a question, given as a `Query` or by its keyword arguments (see `Query`)."""
        if query is not None and question:
            raise BadQuestion(
                "A Query and keyword arguments were given.", hint="Give one or the other."
            )
        return self._answer_query(Query.from_dict(question) if query is None else query)

    @abstractmethod
    def _answer_query(self, query: Query) -> Result:
        """Answer a `Query`."""

    compare = asks(COMPARE)
    plan_test = asks(PLAN_TEST)
    outliers = asks(OUTLIERS)
    norms = asks(NORMS)
    authenticity = asks(AUTHENTICITY)
    favourites = asks(FAVOURITES)
    resonance = asks(RESONANCE)
    brief = asks(BRIEF)
    decide = asks(DECIDE)
    recommend = asks(RECOMMEND)
    notices = asks(NOTICES, lambda result: [*result.notices])


class AudienceQuestions(Answering):
    """The questions to `store.audiences`."""

    list = asks(LIST_AUDIENCES, lambda result: [*result.audiences])
    show = asks(SHOW_AUDIENCE)
    size = asks(SIZE, lambda result: result.profiles)
    overlap = asks(OVERLAP)
    explore = asks(EXPLORE)
    affinities = asks(AFFINITIES, lambda result: result.affinities)
    lookalike = asks(LOOKALIKE)


class DecisionQuestions(Answering):
    """The questions to `store.decisions`."""

    list = asks(DECISIONS, lambda result: [*result.decisions])
    pending = asks(PENDING, lambda result: [*result.decisions])
    review = asks(REVIEWS)


class CampaignQuestions(Answering):
    """The questions to `store.campaigns`."""

    list = asks(CAMPAIGNS, lambda result: [*result.campaigns])
    result = asks(CAMPAIGN_RESULT)
    control = asks(CAMPAIGN_CONTROL)
