"""A validation: the same questions to two engines, and a comparison of their answers."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from keyart.core.errors import (
    BadQuestion,
    DruidError,
    DruidUnavailable,
    QueryTimeout,
    TooManyGroups,
    UnknownName,
    UnsupportedByEngine,
)
from keyart.core.progress import Progress
from keyart.query import Access, Query, Result, ask
from keyart.query.planning.model import model_of
from keyart.query.router import ENGINES
from keyart.store import Snapshot
from keyart.validation.comparison import AnswerComparer
from keyart.validation.findings import REFERENCE, Failure, Pick, Refusal, Validation
from keyart.validation.questions import QuestionSampler
from keyart.validation.titles import KINDS, TitlePicker, pick_titles

QUESTIONS = 200


@dataclass(frozen=True)
class ValidationRequest:
    """What to validate."""

    against: str
    """The engine to compare with `findings.REFERENCE`."""
    titles: tuple[str, ...] = tuple(KINDS)
    questions: int = QUESTIONS
    seed: int = 0


def validate(
    snapshot: Snapshot,
    access: Access,
    wanted: ValidationRequest,
    progress: Progress,
    *,
    now: datetime,
) -> Validation:
    """Ask two engines the same random questions with the same rights, and compare their answers.

    Raises `UnknownName` for an unknown engine or kind of titles, and `DruidUnavailable` if the
    other engine cannot be reached.
    """
    _check_request(wanted)
    random = Random(wanted.seed)  # noqa: S311 - a sample is no secret
    model = model_of(snapshot)
    # 1. Choose titles.
    chosen = pick_titles(TitlePicker(snapshot, access, random), wanted.titles)
    # 2. Ask both engines about each in turn, and compare what both answer.
    sampler = QuestionSampler(snapshot, access, model, random)
    both = _Both(snapshot, access, wanted.against, AnswerComparer(model, wanted.seed))
    progress.begin("questions", wanted.questions)
    for number in range(wanted.questions):
        pick = chosen[number % len(chosen)]
        both.ask(sampler.question(pick), pick)
        progress.advance(1)
    # 3. Judge all comparisons together, since the allowed error depends on their number.
    judge = both.judge
    return Validation(
        store=str(snapshot.root),
        against=wanted.against,
        seed=wanted.seed,
        began=now,
        version=snapshot.version,
        other_version=both.version,
        picks=chosen,
        asked=wanted.questions,
        compared=len(both.other_ms),
        rows=judge.rows,
        exact=judge.exact,
        estimates=judge.estimates,
        differences=judge.differences(),
        refusals=both.refusals,
        failures=tuple(both.failures),
        reference_ms=tuple(both.reference_ms),
        other_ms=tuple(both.other_ms),
    )


def _check_request(request: ValidationRequest) -> None:
    others = [name for name in ENGINES if name != REFERENCE]
    if request.against not in others:
        raise UnknownName("engine to validate", request.against, others)
    if request.questions < 1 or not request.titles:
        raise BadQuestion(
            "A validation needs questions and titles.", hint="Ask at least one question."
        )


@dataclass
class _Both:
    """Asks two engines the same questions."""

    snapshot: Snapshot
    access: Access
    against: str
    judge: AnswerComparer
    version: int = 0
    failures: list[Failure] = field(default_factory=list[Failure])
    reference_ms: list[float] = field(default_factory=list[float])
    other_ms: list[float] = field(default_factory=list[float])
    _refused: Counter[str] = field(default_factory=Counter[str])
    _examples: dict[str, Query] = field(default_factory=dict[str, Query])

    def ask(self, question: Query, pick: Pick) -> None:
        """Ask both, and compare what they answer."""
        try:
            expected = self._ask(question, REFERENCE)
        except TooManyGroups as error:
            self._note_refusal(question, error)
            return
        other = self._ask_other(question)
        if other is not None:
            self.version = other.meta.version
            self.reference_ms.append(expected.meta.ms)
            self.other_ms.append(other.meta.ms)
            self.judge.compare(question, pick, expected, other)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The reasons of refusals, the most frequent first."""
        return tuple(
            Refusal(message, self._examples[message], count)
            for message, count in self._refused.most_common()
        )

    def _ask_other(self, question: Query) -> Result | None:
        try:
            return self._ask(question, self.against)
        except (UnsupportedByEngine, TooManyGroups) as error:
            self._note_refusal(question, error)
        except DruidUnavailable:
            raise
        except (DruidError, QueryTimeout) as error:
            self.failures.append(Failure(question, error.code, str(error)))
        return None

    def _note_refusal(self, question: Query, error: BadQuestion) -> None:
        self._refused[error.message] += 1
        self._examples.setdefault(error.message, question)

    def _ask(self, question: Query, engine: str) -> Result:
        request = Query.from_dict({**question.to_dict(), "engine": engine})
        return ask(self.snapshot, self.access, request)
