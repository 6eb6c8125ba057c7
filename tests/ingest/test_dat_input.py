"""Files with `::` between the fields, and files within zip files, however they are cut."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyart.ingest.formats import files as byte_files
from keyart.ingest.formats.blocks import ColumnSelection
from keyart.ingest.formats.csv_input import CsvInput
from keyart.ingest.public.download import open_download
from keyart.ingest.public.movielens_files import DatInput
from tests.ingest.public_files import RATINGS, movielens_csv, movielens_dat, zipped

COLUMNS = ("id", "text")

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n:"), min_size=1, max_size=12)


@given(texts=st.lists(TEXT, min_size=1, max_size=30), size=st.integers(1, 40))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_are_whole_wherever_blocks_end(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], size: int, end: str
):
    path = tmp_path_factory.mktemp("dat") / "a.dat"
    path.write_bytes("".join(f"{k}::{text}{end}" for k, text in enumerate(texts)).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(byte_files, "BLOCK_BYTES", size)
        blocks = list(DatInput(path, COLUMNS).blocks(ColumnSelection(COLUMNS)))

    assert [text for block in blocks for text in block.columns["text"].to_pylist()] == texts
    assert [row for block in blocks for row in block.rows] == [k + 1 for k in range(len(texts))]
    assert sum(block.done for block in blocks) == path.stat().st_size
    assert not any(block.broken for block in blocks)


def test_lines_of_other_lengths_are_broken_and_blank_ones_skipped(tmp_path: Path):
    path = tmp_path / "a.dat"
    path.write_bytes(b"1::a\n\n2\n3::b::c\n4::\xe9\n")
    (block,) = DatInput(path, COLUMNS).blocks(ColumnSelection(("text",)))

    assert block.columns["text"].to_pylist() == ["a", "é"]
    assert block.rows.tolist() == [1, 5]
    assert [broken.row for broken in block.broken] == [3, 4]
    assert list(block.columns) == ["text"]


@pytest.mark.parametrize("size", [40, 64, 8 << 20])
def test_files_in_zip_files_are_read_in_pieces(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(byte_files, "BLOCK_BYTES", size)
    files = open_download(zipped(movielens_csv(tmp_path / "csv"))).files
    rows = CsvInput(files["csv/ratings.csv"], delimiter=",")
    blocks = list(rows.blocks(ColumnSelection(("rating",))))

    stars = [stars for block in blocks for stars in block.columns["rating"].to_pylist()]
    assert stars == [str(row[2]) for row in RATINGS]
    assert sum(block.done for block in blocks) == rows.size
    files = open_download(zipped(movielens_dat(tmp_path / "dat"))).files
    dat = DatInput(files["dat/ratings.dat"], ("user", "movie", "stars", "time"))
    found = [
        block.columns["stars"].to_pylist() for block in dat.blocks(ColumnSelection(("stars",)))
    ]
    assert [text for texts in found for text in texts] == stars
