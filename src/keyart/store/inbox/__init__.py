"""The inbox: events that have arrived and wait to be published.

A folder `inbox` in the store. A process that receives events appends them with an `Inbox`, which
needs no writer's lock; the one producer takes them out. A file is first `NAME.open`, locked by the
process that appends to it, then `NAME`: complete, and never written to again.
"""

from keyart.store.inbox.files import (
    EventFormat,
    InboxBatch,
    WaitingFile,
    finish_batch,
    format_of,
    inbox_folder,
    inbox_size,
    recover_files,
    release_batch,
    set_aside,
    start_batch,
    unfinished_batch,
    waiting_files,
)
from keyart.store.inbox.writer import Inbox

__all__ = [
    "EventFormat",
    "Inbox",
    "InboxBatch",
    "WaitingFile",
    "finish_batch",
    "format_of",
    "inbox_folder",
    "inbox_size",
    "recover_files",
    "release_batch",
    "set_aside",
    "start_batch",
    "unfinished_batch",
    "waiting_files",
]
