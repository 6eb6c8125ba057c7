"""Limits on the text of a request: how deeply it nests fields, and how many have an alias."""

from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)

MOST_DEPTH = 12
MOST_ALIASES = 60


@dataclass(frozen=True)
class Extent:
    """Levels of nested fields, and the number of fields with an alias."""

    depth: int = 0
    aliases: int = 0

    def beside(self, other: "Extent") -> "Extent":
        """Return the extent of both, asked for at the same place."""
        return Extent(max(self.depth, other.depth), self.aliases + other.aliases)


class ExtentRule(ValidationRule):
    """Refuses operations that nest too deeply or have too many aliases.

    Each fragment is measured once: otherwise a few that include each other twice would take
    forever.
    """

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._by_fragment: dict[str, Extent] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        """Measure an operation."""
        extent = self._of(node.selection_set)
        if extent.depth > MOST_DEPTH:
            message = f"The request nests {extent.depth} levels; {MOST_DEPTH} are allowed."
            self.report_error(GraphQLError(message, node))
        if extent.aliases > MOST_ALIASES:
            message = f"The request has {extent.aliases} aliases; {MOST_ALIASES} are allowed."
            self.report_error(GraphQLError(message, node))

    def _of(self, selected: SelectionSetNode | None) -> Extent:
        total = Extent()
        for node in selected.selections if selected else ():
            total = total.beside(self._of_one(node))
        return total

    def _of_one(self, node: SelectionNode) -> Extent:
        if isinstance(node, FragmentSpreadNode):
            return self._of_fragment(node.name.value)
        if isinstance(node, InlineFragmentNode):
            return self._of(node.selection_set)
        assert isinstance(node, FieldNode)
        within = self._of(node.selection_set)
        aliases = within.aliases + (node.alias is not None)
        if node.selection_set is None or node.name.value.startswith("__"):
            return Extent(0, aliases)
        return Extent(within.depth + 1, aliases)

    def _of_fragment(self, name: str) -> Extent:
        if name not in self._by_fragment:
            self._by_fragment[name] = Extent()  # within itself, which another rule refuses
            fragment = self.context.get_fragment(name)
            if fragment is not None:
                self._by_fragment[name] = self._of(fragment.selection_set)
        return self._by_fragment[name]
