"""What a question is, and how it becomes a method of a store.

A question is one request class, one result class, one function, and its rule for too few people.
The methods of both stores, the routes, the graph, and the options of the command line are derived
from it: see "Add a question" in docs/architecture.md.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any, Generic, Literal, ParamSpec, Protocol, TypeVar, cast, overload

from keyart.core.errors import BadQuestion, TooFewPeople
from keyart.core.request import Request, arguments_of, summary_of
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
V = TypeVar("V")


@dataclass(frozen=True, eq=False)
class Question(Generic[P, Q, R]):
    """One question: its request, its result, and how it is answered."""

    name: str
    """The name of the method, and of the field of the graph."""
    request: Callable[P, Q]
    """The class of its requests."""
    result: type[R]
    """The class of its results."""
    find: str
    """The function `(snapshot, access, request) -> result`, as `package:name`: its package is
    imported when the question is first asked. It may raise `TooFewPeople`."""
    visible: Callable[[Snapshot, Access, Q, R], R] | None
    """Removes from a result what is about too few people, or raises `TooFewPeople`; None where
    nothing in it is about people."""
    example: Mapping[str, Any]
    """A request, as JSON."""
    wider: str = "Ask about more people, or in a wider context."
    """What to do where too few people would be shown."""
    path: str = ""
    """Its route below /v1, and the words of its command, if not `name`: `audiences/size`."""
    group: Literal["judgements", "audiences", "notices", "decisions", "campaigns"] = "judgements"
    """Judgements weigh all people, `visible` then removes what is about few. The other groups are
    asked with the reader's own rights."""
    method: Literal["POST", "GET"] = "POST"
    """How its route is called."""

    @property
    def kind(self) -> type[Q]:
        """The class of its requests, as a class."""
        return cast("type[Q]", self.request)

    @property
    def command(self) -> str:
        """The words of its command."""
        return (self.path or self.name).replace("/", " ")

    @property
    def route(self) -> str:
        """Where the service answers it."""
        return f"/v1/{self.path or self.name}"

    @property
    def is_judgement(self) -> bool:
        """Whether it weighs all people, whoever asks."""
        return self.group == "judgements"

    @property
    def summary(self) -> str:
        """What it answers, in a sentence."""
        return summary_of(self.kind)

    def answer(self, snapshot: Snapshot, access: Access, request: Q) -> R:
        """Answer a request with the rights of `access`.

        Raises `TooFewPeople`, `UnknownName` and `BadQuestion`.
        """
        try:
            rights = access.judging() if self.is_judgement else access
            whole: R = resolve_name(self.find)(snapshot, rights, request)
            if self.visible is None or not access.min_cell:
                return whole
            return self.visible(snapshot, access, request, whole)
        except TooFewPeople:
            raise TooFewPeople(hint=self.wider) from None


class Answering(ABC):
    """Answers questions: a store, or its audiences, on this machine or behind a service."""

    @abstractmethod
    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of a question."""


class Method(Generic[P, Q, V]):
    """A question as a method of one store: call it with a request, or with its arguments."""

    def __init__(
        self, question: Question[P, Q, Any], store: Answering, value: Callable[[Any], V]
    ) -> None:
        self._question = question
        self._store = store
        self._value = value

    @overload
    def __call__(self, request: Q, /) -> V: ...

    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> V: ...

    def __call__(self, *args: Any, **kwargs: Any) -> V:
        """Answer it; raises `UnknownName` and `BadQuestion`, with what to do."""
        return self._value(self._store.answer(self._question, self._request(args, kwargs)))

    def _request(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Q:
        kind = self._question.kind
        whole = args[0] if args else None
        if isinstance(whole, kind):
            if kwargs or len(args) > 1:
                raise BadQuestion(
                    f"A {kind.__name__} and arguments were given.", hint="Give one or the other."
                )
            return whole
        arguments = arguments_of(kind)
        positional = [argument.name for argument in arguments if argument.positional]
        if len(args) > len(positional):
            example = ", ".join(f"{argument.name}=…" for argument in arguments[:3])
            raise BadQuestion(
                f"{self._question.name} takes arguments by name.", hint=f"Write {example}."
            )
        return kind.from_dict(dict(zip(positional, args, strict=False)) | dict(kwargs))


class QuestionMethod(Generic[P, Q, V]):
    """A question as a method of a class of stores."""

    def __init__(self, question: Question[P, Q, Any], value: Callable[[Any], V]) -> None:
        self.question = question
        self._value = value

    def __get__(self, store: Answering, owner: type | None = None) -> Method[P, Q, V]:
        """Return it as a method of a store."""
        return Method(self.question, store, self._value)


@overload
def asks(question: Question[P, Q, R]) -> QuestionMethod[P, Q, R]: ...


@overload
def asks(question: Question[P, Q, R], value: Callable[[R], V]) -> QuestionMethod[P, Q, V]: ...


def asks(
    question: Question[P, Q, Any], value: Callable[[Any], Any] = lambda result: result
) -> QuestionMethod[P, Q, Any]:
    """Return a question as a method of both stores, typed as its request is.

    `value` takes what the method returns out of the result: by default all of it.
    """
    return QuestionMethod(question, value)
