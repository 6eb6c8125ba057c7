"""No path, however written, leads out of the folders that files may be shown from."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.media import MediaFolders
from keyart.media.places import origin_of


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two roots with files, links within and out of them, and a secret beside them."""
    ground = tmp_path_factory.mktemp("ground").resolve()
    for name in ("store/posters", "art", "art-not-shown"):
        (ground / name).mkdir(parents=True)
    for name in (
        "store/a.jpg", "store/posters/b.jpg", "store/%2e%2e", "art/c.jpg", "secret.jpg",
        "art-not-shown/d.jpg",
    ):  # fmt: skip
        (ground / name).write_text(name)
    (ground / "store" / "within").symlink_to(ground / "store" / "posters")
    (ground / "store" / "across").symlink_to(ground / "art" / "c.jpg")
    (ground / "store" / "out").symlink_to(ground)
    (ground / "store" / "out.jpg").symlink_to(ground / "secret.jpg")
    (ground / "store" / "ring").symlink_to(ground / "store" / "ring")
    return ground


@pytest.fixture(scope="module")
def places(ground: Path) -> MediaFolders:
    return MediaFolders([ground / "store", ground / "art"])


@pytest.mark.parametrize(("uri", "file"), [
    ("a.jpg", "store/a.jpg"),
    ("posters/b.jpg", "store/posters/b.jpg"),
    ("./posters//b.jpg", "store/posters/b.jpg"),
    ("posters/../a.jpg", "store/a.jpg"),
    ("within/b.jpg", "store/posters/b.jpg"),
    ("c.jpg", "art/c.jpg"),
    ("%2e%2e", "store/%2e%2e"),
])  # fmt: skip
def test_files_within_are_found(places: MediaFolders, ground: Path, uri: str, file: str) -> None:
    assert places.find(uri) == ground / file


def test_whole_paths_are_judged_like_all_others(places: MediaFolders, ground: Path) -> None:
    assert places.find(str(ground / "art" / "c.jpg")) == ground / "art" / "c.jpg"
    for outside in ("secret.jpg", "art-not-shown/d.jpg", "store/../secret.jpg", "store/out.jpg"):
        assert places.find(str(ground / outside)) is None


@pytest.mark.parametrize("uri", [
    "", ".", "..", "/", "posters", "nothing.jpg", "a.jpg/b.jpg", "\0", "a.jpg\0", "a" * 5000,
    "../secret.jpg", "posters/../../secret.jpg", "..\\secret.jpg", "%2e%2e/secret.jpg",
    "..%2fsecret.jpg", "out/secret.jpg", "out.jpg", "ring", "ring/a.jpg", "~/a.jpg", "/etc/passwd",
    "/proc/self/environ", "/dev/zero", "file:///etc/passwd", "//etc/passwd",
    "../art-not-shown/d.jpg",
])  # fmt: skip
def test_all_else_leads_to_nothing(places: MediaFolders, uri: str) -> None:
    assert places.find(uri) is None


STEPS = (
    "..", ".", "", "posters", "within", "out", "store", "art", "art-not-shown", "ring", "a.jpg",
    "b.jpg", "c.jpg", "d.jpg", "secret.jpg", "out.jpg", "across", "%2e%2e", "..%2f", "\0", "\\..",
    "etc", "passwd", "proc", "self", "root",
)  # fmt: skip


@given(
    steps=st.lists(st.sampled_from(STEPS) | st.text(max_size=4), max_size=8),
    start=st.sampled_from(["", "/", "//", "{ground}/", "{ground}/store/", "{ground}/art/"]),
    joint=st.sampled_from(["/", "//", "/./"]),
)
def test_whatever_is_found_lies_within(
    places: MediaFolders, ground: Path, steps: list[str], start: str, joint: str
) -> None:
    found = places.find(start.format(ground=ground) + joint.join(steps))
    if found is not None:
        assert found == found.resolve()
        assert found.is_file()
        assert found.is_relative_to(ground / "store") or found.is_relative_to(ground / "art")
        assert found.read_text() in {
            "store/a.jpg", "store/posters/b.jpg", "store/%2e%2e", "art/c.jpg"
        }  # fmt: skip


def test_a_root_that_is_missing_has_no_files(tmp_path: Path) -> None:
    assert MediaFolders([tmp_path / "nowhere"]).find("a.jpg") is None


@pytest.mark.parametrize(("uri", "origin"), [
    ("https://a.example/b.jpg", "https://a.example"),
    ("HTTP://A.example:8080/b", "http://a.example:8080"),
    (" https://a.example/b.jpg", "https://a.example"),
    ("https://user@a.example/b", "https://user@a.example"),
    ("https://[", ""),
    ("a.jpg", None),
    ("https", None),
    ("file:///a.jpg", None),
    ("data:image/png;base64,AA", None),
])  # fmt: skip
def test_addresses_of_the_web_have_an_origin(uri: str, origin: str | None) -> None:
    assert origin_of(uri) == origin
