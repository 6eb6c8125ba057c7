"""What segments are defined as: the newest of each name holds, all of them are kept."""

from hypothesis import given, settings
from hypothesis import strategies as st

from keyart.store import check, open_snapshot, publication
from tests.store.store_rows import NOW, temporary_store

NAMES = st.sampled_from(["segment:a", "segment:ä b", "segment:c"])
SAID = st.tuples(NAMES, st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(SAID, max_size=3), max_size=4))
def test_the_newest_of_each_name_holds(said: list[list[tuple[str, str | None]]]) -> None:
    expected: dict[str, list[tuple[int, str | None, int]]] = {}
    with temporary_store() as root:
        for changes in said:
            with publication(root, command="test", now=NOW) as p:
                for name, text in changes:
                    if text is None:
                        p.remove_segment(name, "Bo")
                    else:
                        p.define_segment(name, text, "note", None)
                    before = expected.setdefault(name, [])
                    before.append((len(before) + 1, text, p.base.version + 1))
                p.commit()
        with open_snapshot(root) as snapshot:
            found = snapshot.definitions
            for name, rows in expected.items():
                kept = [(row.revision, row.text, row.version) for row in found.history(name)]
                assert kept == rows
                assert {row.created for row in found.history(name)} == {NOW}
            current = {name: row.text for name, row in found.current.items()}
            held = {name: rows[-1][1] for name, rows in expected.items()}
            assert current == {name: text for name, text in held.items() if text is not None}
            assert list(current) == sorted(current, key=str.encode)
        assert check(root) == []
