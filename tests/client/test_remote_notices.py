"""Notices of a remote store: those of the store itself."""

from pathlib import Path

import pytest

import keyart
from keyart.core.errors import BadQuestion, UnknownName
from tests.api.serving import VIEW_TOKEN
from tests.client.sides import both
from tests.notify.stored import noticed


def test_notices_are_those_of_the_store_itself(tmp_path: Path) -> None:
    with keyart.open(noticed(tmp_path)) as store, both(store) as sides:
        local, remote = sides.local, sides.remote
        assert remote.notices() == local.notices()
        assert len(remote.notices()) == 3
        chosen = remote.notices(state="open", kind="clickbait")
        assert chosen == local.notices(state="open", kind="clickbait")
        with pytest.raises(UnknownName) as unknown:
            remote.notices(kind="clickbate")
        assert unknown.value.nearest == ("clickbait",)
        assert remote.see_notices([one.id for one in chosen]) == 1
        with pytest.raises(BadQuestion):
            remote.see_notices([99])
        with (
            keyart.connect(remote.url, VIEW_TOKEN) as viewer,
            pytest.raises(keyart.ServiceError, match="read"),
        ):
            viewer.see_notices()
        assert (remote.see_notices(), local.see_notices()) == (2, 0)
        assert all(one.seen for one in local.notices())
