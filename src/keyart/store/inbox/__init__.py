"""The inbox: events that have arrived and wait to be published.

A folder `inbox` in the store. Whoever takes events in writes with an `Inbox`, which needs no
writer's lock; the one producer takes them out with `waiting` and `done`. A file is first
`NAME.open`, locked by the process that appends to it, then `NAME`: whole, never written to again.
"""

from keyart.store.inbox.folder import Form, form_of, inbox_folder, size
from keyart.store.inbox.taking import (
    Taken,
    Waiting,
    adopt,
    done,
    release,
    set_aside,
    take,
    taken,
    waiting,
)
from keyart.store.inbox.writing import Inbox

__all__ = [
    "Form",
    "Inbox",
    "Taken",
    "Waiting",
    "adopt",
    "done",
    "form_of",
    "inbox_folder",
    "release",
    "set_aside",
    "size",
    "take",
    "taken",
    "waiting",
]
