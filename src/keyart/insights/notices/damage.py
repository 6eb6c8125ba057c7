"""Files of the store that are damaged, as conditions that people should know."""

from collections.abc import Sequence

from keyart.core.notice import Condition
from keyart.store import Snapshot, last_verified

KIND = "damaged_file"


def damaged_files(snapshot: Snapshot) -> Sequence[Condition]:
    """Return a condition for each file of the version that was damaged when it was verified last.

    Files that the version no longer has do no harm.
    """
    last = last_verified(snapshot.root)
    names = {file.name for file in snapshot.state.files}
    return [
        Condition(
            kind=KIND,
            subject=f"file:{one.where}",
            title=None,
            asset=None,
            what=f"A file of the store is damaged: {one.where} {one.problem}.",
            how_much="What needs it is refused. Restore it from a backup; keyart check lists all.",
            how_sure=f"Its checksum, on {last.at:%Y-%m-%d at %H:%M} UTC.",
            measures=(),
            link="/health",
        )
        for one in (last.damaged if last is not None else ())
        if last is not None and one.where in names
    ]
