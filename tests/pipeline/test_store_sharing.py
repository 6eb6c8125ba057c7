"""Several processes and one store: who may write, and what readers see."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

import keyart
from keyart.query import ask, owner
from tests.pipeline.plain import impression, play, table
from tests.pipeline.stories import new_store

REPOSITORY = Path(__file__).parents[2]


def test_a_store_is_made_once(tmp_path: Path) -> None:
    keyart.create(tmp_path / "a").close()
    (tmp_path / "file").touch()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").touch()
    for path in ("a", "file", "full"):
        with pytest.raises(keyart.StoreExists) as caught:
            keyart.create(tmp_path / path)
        assert caught.value.code == "store_exists"
    for path in ("nothing", "file", "full"):
        with pytest.raises(keyart.NotAStore) as refused:
            keyart.open(tmp_path / path)
        assert (refused.value.code, bool(refused.value.hint)) == ("not_a_store", True)
    assert {path.name for path in (tmp_path / "full").iterdir()} == {"thesis.tex"}


@contextmanager
def second_process(what: str, root: Path) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.pipeline.holding_child", what, str(root)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPOSITORY) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.stdin.close()
        assert process.wait(60) == 0


def test_a_busy_store_says_who_writes(store: keyart.Store) -> None:
    store.ingest(impressions=table([impression()]))
    with second_process("hold", store.root) as process:
        for write in (
            lambda: store.ingest(plays=table([play()]), wait=0.1),
            lambda: store.audiences.put("list:vip", ["p"], wait=0.1),
            lambda: store.audiences.remove("list:vip", wait=0.1),
            lambda: store.refresh(wait=0.1),
        ):
            with pytest.raises(keyart.StoreBusy, match=f"process {process.pid} on .*: ingest") as e:
                write()
            assert e.value.code == "store_busy"
        assert store.query(measures=["reach"]).totals == {"reach": 1}
        assert keyart.open(store.root).query(measures=["reach"]).totals == {"reach": 1}
    assert store.ingest(plays=table([play()]), wait=0.1).version == 2


def test_a_snapshot_stays_as_it_is_while_others_publish(tmp_path: Path) -> None:
    question = keyart.Query(measures=("impressions", "viewers", "starts"), by=("title",))
    with new_store(tmp_path / "a", "[settings]\nmax_segments = 2\n") as writer:
        writer.ingest(impressions=table([impression()]), plays=table([play()]))
        with keyart.open(writer.root) as reader:
            old = reader.snapshot()
            before = ask(old, owner(), question).to_dicts()
            for number in range(8):
                writer.ingest(impressions=table([impression(number)]), plays=table([play(number)]))
                assert ask(old, owner(), question).to_dicts() == before
            assert old.version == 1
            assert reader.query(question).to_dicts() != before
            assert reader.snapshot().version == 9


def test_another_process_reads_while_this_one_publishes(tmp_path: Path) -> None:
    with new_store(tmp_path / "a", "[settings]\nmax_segments = 2\n") as store:
        store.ingest(impressions=table([impression("p0")]), plays=table([play("p0")]))
        with second_process("read", store.root) as one, second_process("read", store.root) as two:
            for number in range(1, 6):
                new = f"p{number}"
                store.ingest(impressions=table([impression(new)]), plays=table([play(new)]))
            for process in (one, two):
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.close()
                assert int(process.stdout.readline()) > 1
        assert store.check() == []
