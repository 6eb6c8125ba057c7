"""Addresses of apprise: what may be said of them, and sending to one.

They hold passwords. Nothing of an address is ever shown or logged but its service and, where that
is a host and nothing else, its host; so what apprise logs is heard here and goes no further.
"""

import hashlib
import hmac
import logging
import re
import smtplib
import socket
import ssl
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum

import apprise
import requests
from urllib3 import exceptions as of_connections

from keyart.core.errors import BadSettings
from keyart.notify.messages import Message

PATIENCE = 15.0
"""Seconds that a service may take to answer, unless its address says otherwise (`rto=`)."""

DEADLINE = 60.0
"""Seconds after which nobody waits for a service any more, however it drips."""

QUIET = ("apprise", "urllib3")
"""Loggers of whatever handles addresses: they name them whole."""

NOT_CONNECTED = (
    of_connections.NewConnectionError,
    of_connections.ConnectTimeoutError,
    requests.exceptions.InvalidURL,
    ssl.SSLCertVerificationError,
    ConnectionRefusedError,
    socket.gaierror,
)
"""The connection did not come about, so nothing was sent."""

SAID_NO = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
"""The service answered that it does not take the message."""

TYPES = {
    "opened": apprise.NotifyType.WARNING,
    "resolved": apprise.NotifyType.SUCCESS,
    "test": apprise.NotifyType.INFO,
}
"""What services that colour messages are told, by what a message is about."""

for _name in QUIET:
    logging.getLogger(_name).propagate = False
    logging.getLogger(_name).addHandler(logging.NullHandler())


class End(Enum):
    """How an attempt to send ended."""

    TAKEN = "taken"
    FAILED = "failed"
    """It was certainly not taken."""
    UNSURE = "unsure"
    """It may have been taken."""


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt to send."""

    end: End
    error: str | None = None
    """What went wrong, without anything of the address."""

    def to_dict(self) -> dict[str, str | None]:
        """Return the outcome as plain data."""
        return {"outcome": self.end.value, "error": self.error}


@dataclass(frozen=True)
class Address:
    """Somebody who is told."""

    key: str
    """Tells addresses apart; it cannot be turned back into one."""
    name: str
    """The service, and its host if it has one."""
    url: str = field(repr=False)


def addresses(urls: Sequence[str], salt: str) -> tuple[Address, ...]:
    """Return the addresses that `urls` are; raises `BadSettings` for what is none."""
    return tuple(_address(place, url, salt) for place, url in enumerate(urls, 1))


def send(address: Address, message: Message, about: str) -> Outcome:
    """Send a message to an address, once; `about` is opened, resolved or test."""
    service = _service(address.url)
    if service is None:
        return Outcome(End.FAILED, "This is no address of a service.")
    if service.socket_read_timeout == apprise.URLBase.socket_read_timeout:
        service.socket_read_timeout = PATIENCE
    teller = apprise.Apprise(asset=service.asset)
    teller.add(service)
    with _hearing() as heard:
        result = teller.notify(
            body=message.body,
            title=message.subject,
            notify_type=TYPES[about],
            body_format=apprise.NotifyFormat.TEXT,
        )
    return _outcome(result.status, heard, several=len(service) > 1)


def _address(place: int, url: str, salt: str) -> Address:
    service = _service(url)
    if service is None:
        scheme = url.partition("://")[0]
        raise BadSettings(
            f"notify_urls: address {place}, of {scheme!r}, makes no sense.",
            hint="docs/notices.md says how addresses are written.",
        )
    key = hmac.new(salt.encode(), url.encode(), hashlib.sha256).hexdigest()
    return Address(key, _name_of(service), url)


def _name_of(service: apprise.NotifyBase) -> str:
    """Return the service and, where all its addresses have one, its host."""
    own, other = service.protocol, service.secure_protocol
    schemes = (service.secure and other) or own or other or "service"
    scheme = schemes if isinstance(schemes, str) else next(iter(schemes))
    has_host = service.templates and all("{host}" in one for one in service.templates)
    return f"{scheme} {service.host}" if has_host and service.host else scheme


def _service(url: str) -> apprise.NotifyBase | None:
    asset = apprise.AppriseAsset(
        app_id="Keyart",
        app_desc="Keyart",
        async_mode=False,
        allow_templates=False,
        service_timeout=DEADLINE,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )
    return apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)


class _Heard(logging.Handler):
    """Hears what apprise says of an attempt: which errors it met, what a service answered."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.errors: list[BaseException] = []
        self.status: str | None = None
        self.some_sent = False
        """Whether apprise told of a success, as it does for each receiver of an address."""

    def emit(self, record: logging.LogRecord) -> None:
        """Remember what was being handled when apprise logged something."""
        error = sys.exc_info()[1]
        if error is not None:
            self.errors.append(error)
        elif record.levelno == logging.INFO:
            self.some_sent = True
        answered = re.search(r"error=(\d{3})\b", record.getMessage())
        self.status = answered[1] if answered else self.status


@contextmanager
def _hearing() -> Generator[_Heard]:
    logger, heard = logging.getLogger(QUIET[0]), _Heard()
    before = logger.level
    logger.addHandler(heard)
    logger.setLevel(logging.INFO)
    try:
        yield heard
    finally:
        logger.removeHandler(heard)
        logger.setLevel(before)


def _outcome(status: apprise.AppriseResultStatus, heard: _Heard, *, several: bool) -> Outcome:
    if status == apprise.AppriseResultStatus.SUCCESS:
        return Outcome(End.TAKEN)
    if status == apprise.AppriseResultStatus.TIMEOUT:
        return Outcome(End.UNSURE, "It did not answer in time.")
    if heard.errors and not heard.some_sent and all(map(_is_unconnected, heard.errors)):
        return Outcome(End.FAILED, "It cannot be reached.")
    if several:
        return Outcome(End.UNSURE, "Not everybody at this address may have it.")
    if any(not _is_refusal(one) for one in heard.errors):
        return Outcome(End.UNSURE, "The connection broke, or it did not answer in time.")
    said = f"It answered {heard.status}." if heard.status else "It did not take the message."
    return Outcome(End.FAILED, said)


def _is_unconnected(error: BaseException) -> bool:
    return any(isinstance(one, NOT_CONNECTED) for one in _causes(error))


def _is_refusal(error: BaseException) -> bool:
    return any(isinstance(one, SAID_NO) for one in _causes(error))


def _causes(error: BaseException) -> Generator[BaseException]:
    """Yield an error and those that it stands for: requests puts them into its arguments."""
    yield error
    inner = [getattr(error, "reason", None), *error.args]
    for one in inner:
        if isinstance(one, BaseException):
            yield from _causes(one)
