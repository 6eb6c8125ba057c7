"""How far the text of a request reaches: its levels of fields, and its fields under other names."""

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
    """Levels of fields that have fields of their own, and how many fields have another name."""

    depth: int = 0
    aliases: int = 0

    def beside(self, other: "Extent") -> "Extent":
        """Return the extent of both, asked for at the same place."""
        return Extent(max(self.depth, other.depth), self.aliases + other.aliases)


class ExtentRule(ValidationRule):
    """Refuses operations that nest too deeply or rename too much.

    Each fragment is measured once: a few of them that spread each other twice would otherwise
    take longer than anybody waits.
    """

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._known: dict[str, Extent] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        """Measure an operation."""
        found = self._of(node.selection_set)
        if found.depth > MOST_DEPTH:
            said = f"The request nests {found.depth} levels; {MOST_DEPTH} are allowed."
            self.report_error(GraphQLError(said, node))
        if found.aliases > MOST_ALIASES:
            said = f"The request has {found.aliases} aliases; {MOST_ALIASES} are allowed."
            self.report_error(GraphQLError(said, node))

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
        if name not in self._known:
            self._known[name] = Extent()  # within itself, which another rule refuses
            fragment = self.context.get_fragment(name)
            if fragment is not None:
                self._known[name] = self._of(fragment.selection_set)
        return self._known[name]
