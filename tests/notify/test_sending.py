"""Sending to a real receiver: retried if it fails, never twice, without showing a secret."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from keyart.core import server
from keyart.core.errors import BadSettings
from keyart.core.notice import Delivery
from keyart.notify import Channel, give_up_others, notices, record
from keyart.notify import addresses as sending_to
from keyart.notify.addresses import Address, DeliveryEnd, addresses
from keyart.notify.deliveries import MAX_AGE, pause_after, send_next, start
from keyart.notify.messages import trial_message
from tests.notify.found import START, judgement
from tests.notify.mailing import mail_server
from tests.notify.receiving import HANG, SECRET, Receiver, receiving

REPOSITORY = Path(__file__).parents[2]
OPENED = "Clickbait: The poster 'a1' of 'Heist' is clickbait"
ANN = frozenset({"ann@example.com"})
RESOLVED = "Resolved: The poster 'a1' of 'Heist' is clickbait"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@dataclass
class Told:
    """A store with addresses, and a clock."""

    root: Path
    addresses: Sequence[Address]
    now: datetime = START

    def judge(self, version: int, *numbers: int) -> None:
        names = {one.key: one.name for one in self.addresses}
        record(self.root, judgement(version, *numbers), Channel(names))

    def send(self, seconds: float = 0.0) -> list[DeliveryEnd]:
        """Let so much time pass, then send all that is due."""
        self.now += timedelta(seconds=seconds)
        ends: list[DeliveryEnd] = []
        while (outcome := send_next(self.root, self.addresses, self.now)) is not None:
            ends.append(outcome.end)
        return ends

    def deliveries(self) -> list[Delivery]:
        return [one for notice in notices(self.root) for one in notice.deliveries]


def told(root: Path, *urls: str) -> Told:
    """Return a store whose first version had no findings, and its second one clickbait."""
    made = Told(root, addresses(urls, "salt"), START + timedelta(hours=1))
    made.judge(1)
    made.judge(2, 1)
    return made


def test_it_is_sent_once_when_found_and_once_when_resolved(
    tmp_path: Path, receiver: Receiver
) -> None:
    store = told(tmp_path, receiver.url)
    assert store.send() == [DeliveryEnd.TAKEN]
    for version in (3, 4, 5, 6):
        store.judge(version)
        store.send(60)
    assert receiver.titles == [OPENED, RESOLVED]
    assert {one.state for one in store.deliveries()} == {"sent"}


def test_an_address_that_fails_twice_gets_it_once(tmp_path: Path) -> None:
    with receiving([500, 503]) as receiver:
        store = told(tmp_path, receiver.url)
        assert store.send() == [DeliveryEnd.FAILED]
        assert store.deliveries()[0].error == "It answered 500."
        assert store.send(9) == []
        assert store.send(1) == [DeliveryEnd.FAILED]
        assert store.send(29) == []
        assert store.send(1) == [DeliveryEnd.TAKEN]
        assert store.send(3600) == []
    assert receiver.titles == [OPENED] * 3
    (delivery,) = store.deliveries()
    assert (delivery.state, delivery.attempts, delivery.error) == ("sent", 3, None)


def test_an_unreachable_address_is_retried(tmp_path: Path) -> None:
    with receiving() as gone:
        port, url = gone.port, gone.url
    store = told(tmp_path, url)
    assert store.send() == [DeliveryEnd.FAILED]
    (delivery,) = store.deliveries()
    assert (delivery.state, delivery.said) == ("waiting", "is on its way")
    assert delivery.error == "It cannot be reached."
    with receiving(port=port) as receiver:
        assert store.send(10) == [DeliveryEnd.TAKEN]
    assert receiver.titles == [OPENED]


def test_it_is_given_up_after_a_day(tmp_path: Path) -> None:
    with receiving([500] * 99) as receiver:
        store = told(tmp_path, receiver.url)
        until = store.now + timedelta(seconds=MAX_AGE + 3600)
        while store.now < until:
            store.send(600)
    (delivery,) = store.deliveries()
    assert (delivery.state, delivery.said) == ("given_up", "could not be sent")
    assert delivery.attempts == len(receiver.came)
    assert 20 < delivery.attempts < 40


def test_pauses_grow_from_seconds_to_an_hour() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 40)]
    assert pauses[:3] == [10, 30, 90]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 3600


def test_an_address_that_does_not_answer_is_not_retried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending_to, "READ_TIMEOUT", 0.5)
    with receiving([HANG]) as receiver:
        store = told(tmp_path, receiver.url)
        assert store.send() == [DeliveryEnd.UNSURE]
        assert store.send(7200) == []
    assert receiver.titles == [OPENED]
    (delivery,) = store.deliveries()
    assert (delivery.state, delivery.said) == ("sending", "may not have arrived")


def test_a_failing_address_does_not_delay_another(tmp_path: Path, receiver: Receiver) -> None:
    with receiving([500]) as other:
        store = told(tmp_path, other.url, receiver.url)
        assert sorted(one.value for one in store.send()) == ["failed", "taken"]
        assert store.send(10) == [DeliveryEnd.TAKEN]
    assert (other.titles, receiver.titles) == ([OPENED] * 2, [OPENED])


def test_the_resolution_is_not_sent_before_the_opening(tmp_path: Path) -> None:
    with receiving([500]) as receiver:
        store = told(tmp_path, receiver.url)
        store.send()
        store.judge(3)
        store.judge(4)
        assert store.send(1) == []
        assert store.send(9) == [DeliveryEnd.TAKEN, DeliveryEnd.TAKEN]
    assert receiver.titles == [OPENED, OPENED, RESOLVED]


def test_a_removed_address_gets_nothing_more(tmp_path: Path, receiver: Receiver) -> None:
    store = told(tmp_path, receiver.url)
    store.addresses = ()
    assert store.send() == []
    give_up_others(tmp_path, {})
    (delivery,) = store.deliveries()
    assert (delivery.state, delivery.error) == ("given_up", "This address was removed.")
    assert receiver.came == []


def test_two_senders_never_send_the_same(tmp_path: Path, receiver: Receiver) -> None:
    store = told(tmp_path, receiver.url)
    assert start(tmp_path, store.addresses, store.now) is not None
    assert start(tmp_path, store.addresses, store.now) is None


def test_a_sender_killed_meanwhile_never_sends_it_twice(tmp_path: Path) -> None:
    with receiving([HANG]) as receiver:
        store = told(tmp_path, receiver.url)
        command = [sys.executable, "-m", "tests.notify.sending_child", str(tmp_path), receiver.url]
        with subprocess.Popen(command, cwd=REPOSITORY) as process:
            receiver.wait_for(1)
            os.kill(process.pid, signal.SIGKILL)
        assert store.send(7200) == []
        assert store.deliveries()[0].said == "may not have arrived"
        # What follows is told as usual.
        store.judge(3)
        store.judge(4)
        assert store.send(60) == [DeliveryEnd.TAKEN]
    assert receiver.titles == [OPENED, RESOLVED]


def test_a_sender_killed_at_any_instant_never_sends_twice(tmp_path: Path) -> None:
    with receiving() as receiver:
        store = told(tmp_path, receiver.url)
        for version in range(3, 9):
            store.judge(version, *range(version))
            command = [sys.executable, "-m", "tests.notify.sending_child"]
            words = [str(tmp_path), receiver.url]
            with subprocess.Popen([*command, *words], cwd=REPOSITORY) as process:
                time.sleep(0.25 * version)
                os.kill(process.pid, signal.SIGKILL)
        store.send(7200)
    assert len(receiver.titles) == len(set(receiver.titles))
    lost = sum(one.state == "sending" for one in store.deliveries())
    assert len(receiver.titles) >= len(store.deliveries()) - lost
    assert {one.state for one in store.deliveries()} <= {"sent", "sending"}


NAMES = {
    "json://user:hunter2@hooks.example.com:8080/a/b?+token=hunter2": "json hooks.example.com",
    "mailtos://user:hunter2@smtp.example.com?to=ann@example.com": "mailtos smtp.example.com",
    "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#art": "slack",
    "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ": "slack",
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js": "discord",
    "tgram://123456789:abcdefg_hijklmnop/12315544/": "tgram",
    "ntfys://hunter2-topic": "ntfys",
}


@pytest.mark.parametrize(("url", "name"), NAMES.items(), ids=NAMES.values())
def test_the_name_of_an_address_is_only_its_service_and_host(url: str, name: str) -> None:
    (address,) = addresses([url], "salt")
    assert address.name == name
    assert url not in repr(address)
    assert address.key == addresses([url], "salt")[0].key
    assert address.key != addresses([url], "pepper")[0].key


def test_no_part_of_an_address_is_logged_or_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with receiving() as gone:
        closed = gone.url
    with receiving([500, 500]) as receiver:
        store = told(tmp_path, receiver.url, closed)
        store.send()
    with pytest.raises(BadSettings) as refused:
        addresses([f"nosuchservice://{SECRET}/{SECRET}"], "salt")
    written = b"".join(path.read_bytes() for path in (tmp_path / "notices").iterdir())
    said = [caplog.text, *capfd.readouterr(), str(refused.value), repr(store), str(written)]
    assert not any(SECRET in text for text in said)


def mail_url(port: int, *people: str) -> str:
    return f"mailto://example.com:{port}/{'/'.join(people)}?smtp=127.0.0.1&mode=insecure&from=k@example.com"


def test_mail_reads_as_it_was_written(tmp_path: Path) -> None:
    with mail_server(takes=ANN) as server:
        store = told(tmp_path, mail_url(server.port, "ann@example.com"))
        assert store.send() == [DeliveryEnd.TAKEN]
    ((subject, text),) = server.texts
    assert subject == OPENED
    assert text.splitlines() == [
        "Take rate 1.8x similar assets; completion 22% against 41%.",
        "How sure: False discovery rate 5%; interval 1.5x to 2.1x.",
        "/titles/t1?asset=a1",
    ]


def test_an_address_of_several_is_not_retried_if_some_may_have_it(tmp_path: Path) -> None:
    with mail_server(takes=ANN) as server:
        url = mail_url(server.port, "ann@example.com", "bob@example.com")
        store = told(tmp_path, url)
        assert store.send() == [DeliveryEnd.UNSURE]
        assert store.send(7200) == []
    assert server.taken == ["ann@example.com"]
    store.judge(3)
    store.judge(4)
    assert store.send() == [DeliveryEnd.FAILED]
    assert store.deliveries()[1].error == "It cannot be reached."


def test_refused_mail_is_retried(tmp_path: Path) -> None:
    with mail_server(takes=frozenset()) as server:
        store = told(tmp_path, mail_url(server.port, "ann@example.com"))
        assert store.send() == [DeliveryEnd.FAILED]
        server.takes = ANN
        assert store.send(10) == [DeliveryEnd.TAKEN]
    assert len(server.mails) == 1


SETTINGS = {
    "json://a, mailto://u:p@b?to=c@d.org,e@f.org": (
        "json://a",
        "mailto://u:p@b?to=c@d.org,e@f.org",
    ),
    "json://a json://b,json://a": ("json://a", "json://b"),
    " ": (),
}


@pytest.mark.parametrize(("text", "found"), SETTINGS.items())
def test_addresses_are_read_from_text_or_a_list(text: str, found: tuple[str, ...]) -> None:
    assert server.load({}, {"KEYART_NOTIFY_URLS": text}, "").notify_urls == found
    assert server.load({"notify_urls": list(found)}, {}, "").notify_urls == found


def test_invalid_settings_are_refused_without_being_shown() -> None:
    for value in (SECRET, [f"json:/{SECRET}"], 7):
        with pytest.raises(BadSettings, match=r"docs/notices\.md|list") as refused:
            server.load({"notify_urls": value}, {}, "keyart.toml")
        assert SECRET not in str(refused.value)
    for value in ("keyart.example.com", "https://", "https://a/?b=c"):
        with pytest.raises(BadSettings):
            server.load({"public_url": value}, {}, "keyart.toml")
    settings = server.load({"public_url": "https://a/keyart/"}, {}, "")
    assert settings.public_url == "https://a/keyart"
    secret = server.load({"notify_urls": [f"json://{SECRET}"]}, {}, "")
    assert SECRET not in repr(secret)


def test_the_test_message() -> None:
    assert trial_message().subject == "A test message from Keyart"
