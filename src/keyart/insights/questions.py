"""The questions that Keyart answers besides `query`: one entry each, from which surfaces follow.

A question is one request class, one result class, one function, and its rule for too few people.
The methods of both stores, the routes, the graph, and the options of the command line are derived
from its entry here: see "Add a question" in docs/architecture.md.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast, overload

from keyart.core.errors import BadQuestion, TooFewPeople
from keyart.core.request import Request, arguments_of, summary_of
from keyart.insights import privacy
from keyart.insights.authenticity import Authenticity, AuthenticityRequest
from keyart.insights.comparison import Comparison, ComparisonRequest
from keyart.insights.favourites import FavouriteRequest, Favourites
from keyart.insights.norms import NormRequest, Norms
from keyart.insights.outliers import OutlierRequest, Outliers
from keyart.insights.planning import PlannedTest, PlanRequest
from keyart.query import Access
from keyart.store import Snapshot

P = ParamSpec("P")
Q = TypeVar("Q", bound=Request)


class Answer(Protocol):
    """The result of a question."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as data that JSON can hold."""
        ...


R = TypeVar("R", bound=Answer)


@dataclass(frozen=True, eq=False)
class Question(Generic[P, Q, R]):
    """One question: what it takes, what it gives, and how it is answered."""

    name: str
    """What the method is called, and the field of the graph."""
    request: Callable[P, Q]
    """The class of its requests."""
    result: type[R]
    """The class of its results."""
    find: str
    """The function `(snapshot, access, request) -> result` that answers from all people, as
    `package:name`: what it needs is imported when it is first asked. Raises `TooFewPeople`."""
    visible: Callable[[Snapshot, Access, Q, R], R]
    """Leaves out of a result what is about too few people; raises `TooFewPeople`."""
    example: Mapping[str, Any]
    """A request, as JSON."""
    wider: str = "Ask about more people, or in a wider context."
    """What to do where too few people would be shown."""
    short: str = ""
    """What its route and command are called, if not as its method."""

    @property
    def kind(self) -> type[Q]:
        """The class of its requests, as a class."""
        return cast("type[Q]", self.request)

    @property
    def command(self) -> str:
        """What its command is called."""
        return self.short or self.name

    @property
    def route(self) -> str:
        """Where the service answers it."""
        return f"/v1/{self.command}"

    @property
    def summary(self) -> str:
        """What it answers, in a sentence."""
        return summary_of(self.kind)

    def answer(self, snapshot: Snapshot, access: Access, request: Q) -> R:
        """Answer a request with the rights of `access`.

        Raises `TooFewPeople`, `UnknownName` and `BadQuestion`.
        """
        try:
            whole: R = resolve_name(self.find)(snapshot, access.judging(), request)
            return self.visible(snapshot, access, request, whole) if access.min_cell else whole
        except TooFewPeople:
            raise TooFewPeople(hint=self.wider) from None


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
    short="plan",
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

QUESTIONS: tuple[Question[Any, Any, Any], ...] = (
    COMPARE,
    PLAN_TEST,
    OUTLIERS,
    NORMS,
    AUTHENTICITY,
    FAVOURITES,
)


class Method(Generic[P, Q, R]):
    """A question as the method of one store: call it with a request, or with its arguments."""

    def __init__(self, question: Question[P, Q, R], store: "Questions") -> None:
        self._question = question
        self._store = store

    @overload
    def __call__(self, request: Q, /) -> R: ...

    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R: ...

    def __call__(self, *args: Any, **kwargs: Any) -> R:
        """Answer it; raises `UnknownName` and `BadQuestion`, with what to do."""
        kind = self._question.kind
        whole = args[0] if args else None
        if isinstance(whole, kind):
            if kwargs or len(args) > 1:
                raise BadQuestion(
                    f"A {kind.__name__} and arguments were given.", hint="Give one or the other."
                )
            return self._store.answer(self._question, whole)
        names = [argument.name for argument in arguments_of(kind) if argument.positional]
        if len(args) > len(names):
            raise BadQuestion(
                f"{self._question.name} takes arguments by name.", hint=f"Write {_named(kind)}."
            )
        arguments = dict(zip(names, args, strict=False)) | kwargs
        return self._store.answer(self._question, kind.from_dict(arguments))


def _named(kind: type[Request]) -> str:
    return ", ".join(f"{argument.name}=…" for argument in arguments_of(kind)[:3])


class asks(Generic[P, Q, R]):  # noqa: N801 - reads as a verb, like property
    """A question as a method of both stores, typed as its request is."""

    def __init__(self, question: Question[P, Q, R]) -> None:
        self.question = question

    def __get__(self, store: "Questions", owner: type | None = None) -> Method[P, Q, R]:
        """Return it as a method of a store."""
        return Method(self.question, store)


class Questions(ABC):
    """What a store can be asked, on this machine or behind a service."""

    compare = asks(COMPARE)
    plan_test = asks(PLAN_TEST)
    outliers = asks(OUTLIERS)
    norms = asks(NORMS)
    authenticity = asks(AUTHENTICITY)
    favourites = asks(FAVOURITES)

    @abstractmethod
    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request; each question above is a method that calls this."""
