"""The series of a title: its root, where following its parents ends."""

import pyarrow as pa


def series_of(titles: pa.Table, ids: pa.Array) -> pa.Array:
    """Return the root title of each of `ids` (string, null stays null), as string.

    A title without a parent, or not among `titles`, is its own root. The titles of a loop of
    parents count as having none.
    """
    pairs = zip(
        titles.column("title_id").to_pylist(),
        titles.column("parent_title_id").to_pylist(),
        strict=True,
    )
    parents = {title: parent for title, parent in pairs if parent is not None}
    roots: dict[str, str] = {}
    for title in parents:
        _find_root(title, parents, roots)
    return pa.array([roots.get(i, i) for i in ids.to_pylist()], pa.string())


def _find_root(title: str, parents: dict[str, str], roots: dict[str, str]) -> None:
    """Enter the roots of `title` and of all on its way up into `roots`."""
    path: dict[str, None] = {}
    while title in parents and title not in roots and title not in path:
        path[title] = None
        title = parents[title]
    loop = list(path)[list(path).index(title) :] if title in path else []
    roots.update((member, member) for member in loop)
    root = roots.get(title, title)
    roots.update((member, root) for member in path if member not in roots)


def on_loops(titles: pa.Table) -> frozenset[str]:
    """Return the titles that are their own ancestors: they count as having no parent."""
    ids = titles.column("title_id").combine_chunks()
    roots = series_of(titles, ids).to_pylist()
    parents = titles.column("parent_title_id").to_pylist()
    rows = zip(ids.to_pylist(), roots, parents, strict=True)
    return frozenset(title for title, root, parent in rows if parent is not None and root == title)
