"""Audiences as conditions on rows."""

from collections.abc import Iterable, Sequence

from sqlglot import exp

from keyart.audiences import (
    LIST,
    SEGMENT,
    And,
    Attribute,
    Expression,
    NamedAudience,
    Not,
    Or,
    to_text,
)
from keyart.core.fact_files import AUDIENCE
from keyart.query.druid_engine.errors import ELSEWHERE, not_loaded, unsupported
from keyart.query.druid_engine.expressions import call, is_null, present, say
from keyart.query.druid_engine.facts import DruidFacts
from keyart.query.planning.audience_names import names_of
from keyart.query.planning.plan import Audience
from keyart.query.sql import column
from keyart.scale.druid.layout import PROTECTED


def is_plain(facts: DruidFacts, audience: Audience) -> bool:
    """Return whether the audience column includes an audience."""
    expression = audience.expression
    return (
        isinstance(expression, NamedAudience)
        and expression.full_name in facts.copy.manifest.audiences
    )


def members(facts: DruidFacts, expression: Expression) -> exp.Expr:
    """Return whether a row's profile is in an audience: true or false, never null.

    Protected profiles are in no audience. Raises `UnsupportedByEngine` for audiences that are not
    loaded.
    """
    names_of(facts.snapshot).in_order(expression)
    return _members(facts, expression)


def any_of(facts: DruidFacts, audiences: Iterable[Audience]) -> exp.Expr:
    """Return whether a row's profile is in any of `audiences`: true or false, never null."""
    every = list(audiences)
    loaded = [a for a in every if is_plain(facts, a)]
    others = [a for a in every if not is_plain(facts, a)]
    terms = [members(facts, audience.expression) for audience in others]
    if loaded:
        terms.insert(0, _overlaps([_checked(facts, a) for a in loaded]))
    return exp.or_(*terms) if terms else exp.false()


def only(facts: DruidFacts, audiences: Sequence[Audience]) -> exp.Expr:
    """Return those plain audiences that a row's profile is in, null for none."""
    names = [_checked(facts, audience) for audience in audiences]
    if set(names) == set(facts.copy.manifest.audiences):
        return column(AUDIENCE)
    return call("MV_FILTER_ONLY", column(AUDIENCE), _array(names))


def _checked(facts: DruidFacts, audience: Audience) -> str:
    assert isinstance(audience.expression, NamedAudience)
    _check_fit(facts, audience.expression)
    return audience.expression.full_name


def _members(facts: DruidFacts, expression: Expression) -> exp.Expr:
    match expression:
        case And(terms=terms):
            return exp.and_(*(_members(facts, term) for term in terms))
        case Or(terms=terms):
            return exp.or_(*(_members(facts, term) for term in terms))
        case Not(term=term):
            return exp.and_(_free(), exp.not_(_members(facts, term)))
        case NamedAudience():
            return _named(facts, expression)
        case Attribute(name=name, value=value):
            attribute = facts.profile_attribute(name)
            if value is None:
                return exp.and_(_free(), is_null(attribute))
            matches = exp.EQ(this=attribute.copy(), expression=say(value))
            return exp.and_(_free(), present(attribute), matches)
        case rule:
            raise unsupported(
                f"Druid cannot judge the rule {to_text(rule)!r} of an audience.",
                "Save a segment of it, run keyart druid load, and ask by the segment's name. Or "
                'ask engine="native".',
            )


def _named(facts: DruidFacts, named: NamedAudience) -> exp.Expr:
    if named.full_name in facts.copy.manifest.audiences:
        _check_fit(facts, named)
        return _overlaps([named.full_name])
    if named.kind == SEGMENT:
        return _members(facts, names_of(facts.snapshot).expression(named))
    raise not_loaded("audience", named.full_name, "audiences")


def _check_fit(facts: DruidFacts, named: NamedAudience) -> None:
    """Refuse affinities that belong to a fit not loaded, and segments that may use them."""
    if named.kind == LIST:
        return
    fit, held = facts.snapshot.fit, facts.copy.manifest.audiences_version
    requested = 0 if fit is None else fit.number
    if requested != held:
        raise unsupported(
            f"Druid holds {named.full_name} of the fit {held}; the question is about {requested}.",
            f"Run: keyart druid load. Or ask by audiences_version={held}. {ELSEWHERE}",
        )


def _overlaps(names: Iterable[str]) -> exp.Expr:
    audience, array = column(AUDIENCE), _array(names)
    if len(array.expressions) == 1:
        # Druid cannot plan an OR of MV_OVERLAPs with one value each: it turns them into an IN of
        # arrays.
        holds = call("MV_CONTAINS", audience, array.expressions[0])
    else:
        holds = call("MV_OVERLAP", audience, array)
    return exp.and_(present(audience), holds)


def _array(names: Iterable[str]) -> exp.Array:
    return exp.Array(expressions=[say(name) for name in names])


def _free() -> exp.Expr:
    """Return whether a row's profile may be in audiences."""
    return is_null(column(PROTECTED))
