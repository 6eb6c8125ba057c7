"""Links resolve, and nothing names a machine."""

import pytest

from tests.docs.pages import PAGES, ROOT, Page

pages = pytest.mark.parametrize("found", [Page(path) for path in PAGES], ids=lambda page: page.name)


@pages
def test_links_resolve(found: Page) -> None:
    for link in found.links:
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (found.path.parent / path).resolve() if path else found.path
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in Page(target).anchors, link


@pages
def test_a_page_begins_with_its_only_title(found: Page) -> None:
    assert found.text.startswith("# ")
    titles = [line for line in found.prose.splitlines() if line.startswith("# ")]
    assert len(titles) == 1


@pages
def test_no_path_of_a_machine(found: Page) -> None:
    for folder in ("/home/", "/Users/", "/root/", "/tmp/"):
        assert folder not in found.text


def test_every_page_is_linked_from_the_first() -> None:
    linked = set(Page(ROOT / "README.md").links)
    for path in PAGES[1:]:
        assert path.relative_to(ROOT).as_posix() in linked
