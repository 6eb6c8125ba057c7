"""Addresses of apprise, and sending to one.

Addresses contain passwords. Only the service of an address and, if it is only a host, its host are
ever shown or logged; so the logs of apprise are captured here.
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

READ_TIMEOUT = 15.0
"""Seconds that a service may take to answer, unless its address sets `rto=`."""

DEADLINE = 60.0
"""Seconds that an attempt may take in total."""

CAPTURED_LOGGERS = ("apprise", "urllib3")
"""Loggers of libraries that log whole addresses."""

NOT_CONNECTED = (
    of_connections.NewConnectionError,
    of_connections.ConnectTimeoutError,
    requests.exceptions.InvalidURL,
    ssl.SSLCertVerificationError,
    ConnectionRefusedError,
    socket.gaierror,
)
"""There was no connection, so nothing was sent."""

REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
"""The service refused the message."""

TYPES = {
    "opened": apprise.NotifyType.WARNING,
    "resolved": apprise.NotifyType.SUCCESS,
    "test": apprise.NotifyType.INFO,
}
"""The type of a message, for services that colour messages."""

for _name in CAPTURED_LOGGERS:
    logging.getLogger(_name).propagate = False
    logging.getLogger(_name).addHandler(logging.NullHandler())


class DeliveryEnd(Enum):
    """How an attempt to send ended."""

    TAKEN = "taken"
    FAILED = "failed"
    """It certainly did not arrive."""
    UNSURE = "unsure"
    """It may have arrived."""


@dataclass(frozen=True)
class DeliveryOutcome:
    """The result of an attempt to send."""

    end: DeliveryEnd
    error: str | None = None
    """What went wrong, without parts of the address."""

    def to_dict(self) -> dict[str, str | None]:
        """Return the outcome as plain data."""
        return {"outcome": self.end.value, "error": self.error}


@dataclass(frozen=True)
class Address:
    """A recipient of messages."""

    key: str
    """A keyed hash of the address."""
    name: str
    """The service, and its host if it has one."""
    url: str = field(repr=False)


def addresses(urls: Sequence[str], salt: str) -> tuple[Address, ...]:
    """Return the addresses in `urls`; raises `BadSettings` for an invalid one."""
    return tuple(_address(place, url, salt) for place, url in enumerate(urls, 1))


def send(address: Address, message: Message, about: str) -> DeliveryOutcome:
    """Send a message to an address, once; `about` is opened, resolved or test."""
    service = _parse_url(address.url)
    if service is None:
        return DeliveryOutcome(DeliveryEnd.FAILED, "This is not the address of a service.")
    if service.socket_read_timeout == apprise.URLBase.socket_read_timeout:
        service.socket_read_timeout = READ_TIMEOUT
    sender = apprise.Apprise(asset=service.asset)
    sender.add(service)
    with _capture_logs() as log:
        result = sender.notify(
            body=message.body,
            title=message.subject,
            notify_type=TYPES[about],
            body_format=apprise.NotifyFormat.TEXT,
        )
    return _outcome(result.status, log, several=len(service) > 1)


def _address(place: int, url: str, salt: str) -> Address:
    service = _parse_url(url)
    if service is None:
        scheme = url.partition("://")[0]
        raise BadSettings(
            f"notify_urls: address {place}, of {scheme!r}, is not valid.",
            hint="See docs/notices.md for the form of addresses.",
        )
    key = hmac.new(salt.encode(), url.encode(), hashlib.sha256).hexdigest()
    return Address(key, _service_name(service), url)


def _service_name(service: apprise.NotifyBase) -> str:
    """Return the service and, if all its addresses have one, its host."""
    insecure, secure = service.protocol, service.secure_protocol
    schemes = (service.secure and secure) or insecure or secure or "service"
    scheme = schemes if isinstance(schemes, str) else next(iter(schemes))
    has_host = service.templates and all("{host}" in template for template in service.templates)
    return f"{scheme} {service.host}" if has_host and service.host else scheme


def _parse_url(url: str) -> apprise.NotifyBase | None:
    asset = apprise.AppriseAsset(
        app_id="Keyart",
        app_desc="Keyart",
        async_mode=False,
        allow_templates=False,
        service_timeout=DEADLINE,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )
    return apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)


class _LogCapture(logging.Handler):
    """Captures the logs of apprise: the errors of an attempt, and the status of a service."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.errors: list[BaseException] = []
        self.status: str | None = None
        self.some_sent = False
        """Whether apprise logged a success, as it does for each receiver of an address."""

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the error that apprise was handling when it logged something."""
        error = sys.exc_info()[1]
        if error is not None:
            self.errors.append(error)
        elif record.levelno == logging.INFO:
            self.some_sent = True
        answered = re.search(r"error=(\d{3})\b", record.getMessage())
        self.status = answered[1] if answered else self.status


@contextmanager
def _capture_logs() -> Generator[_LogCapture]:
    logger, log = logging.getLogger(CAPTURED_LOGGERS[0]), _LogCapture()
    before = logger.level
    logger.addHandler(log)
    logger.setLevel(logging.INFO)
    try:
        yield log
    finally:
        logger.removeHandler(log)
        logger.setLevel(before)


def _outcome(
    status: apprise.AppriseResultStatus, log: _LogCapture, *, several: bool
) -> DeliveryOutcome:
    if status == apprise.AppriseResultStatus.SUCCESS:
        return DeliveryOutcome(DeliveryEnd.TAKEN)
    if status == apprise.AppriseResultStatus.TIMEOUT:
        return DeliveryOutcome(DeliveryEnd.UNSURE, "It did not answer in time.")
    if log.errors and not log.some_sent and all(map(_is_unconnected, log.errors)):
        return DeliveryOutcome(DeliveryEnd.FAILED, "It cannot be reached.")
    if several:
        return DeliveryOutcome(
            DeliveryEnd.UNSURE, "Some receivers of this address may not have it."
        )
    if any(not _is_refusal(error) for error in log.errors):
        return DeliveryOutcome(
            DeliveryEnd.UNSURE, "The connection was lost, or it did not answer in time."
        )
    answer = f"It answered {log.status}." if log.status else "It refused the message."
    return DeliveryOutcome(DeliveryEnd.FAILED, answer)


def _is_unconnected(error: BaseException) -> bool:
    return any(isinstance(cause, NOT_CONNECTED) for cause in _causes(error))


def _is_refusal(error: BaseException) -> bool:
    return any(isinstance(cause, REFUSALS) for cause in _causes(error))


def _causes(error: BaseException) -> Generator[BaseException]:
    """Yield an error and its causes, which requests puts into its arguments."""
    yield error
    inner = [getattr(error, "reason", None), *error.args]
    for cause in inner:
        if isinstance(cause, BaseException):
            yield from _causes(cause)
