"""The store for users: open, ingest, ask. `keyart/__init__` re-exports these names."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from keyart import campaigns, decisions, notify, pipeline, recommendations
from keyart.core.errors import KeyartError
from keyart.core.progress import Progress, Silent
from keyart.core.report import Report
from keyart.curation import AudienceChanges, check_segments
from keyart.curation.held import held_about
from keyart.feed import check_feeds
from keyart.ingest import MOVIELENS, OPEN_BANDIT, DataSet, ids_as_text
from keyart.query import Query, Result, ask, owner
from keyart.questions.campaigning import Campaigns
from keyart.questions.deciding import Decisions
from keyart.questions.question import Q, Question, R
from keyart.questions.registry import AudienceQuestions, Questions
from keyart.scale.facts.export import ExportedFacts, export_facts
from keyart.store import Finding, Snapshot, Verification, check, open_snapshot, save_verification
from keyart.store import create as create_store
from keyart.store.backups.making import BackupOptions, make_backup
from keyart.store.backups.place import Backup
from keyart.store.backups.restoring import restore_backup as restore


def _now() -> datetime:
    return datetime.now(UTC)


def create(path: str | Path) -> "Store":
    """Make an empty store at `path` and open it.

    Raises `StoreExists` if something is there already, `StoreError` on a network file system.
    """
    create_store(Path(path), now=_now())
    return Store(Path(path))


def open(path: str | Path) -> "Store":  # noqa: A001 - the contract's word
    """Open the store at `path`.

    Raises `NotAStore`, `UnsupportedStore`, `StoreDamaged`, and `WrongKey` if the key is not the one
    the store was made with.
    """
    return Store(Path(path))


def restore_backup(
    place: str | Path,
    path: str | Path,
    *,
    version: int | None = None,
    progress: Progress | None = None,
) -> "Store":
    """Restore a store from a backup into a new folder at `path`, and open it.

    It is the newest backup in `place`, or that of `version`. Raises `StoreExists` if something is
    at `path`, `StoreError` without such a backup, `StoreDamaged` for one that is damaged.
    """
    restore(str(place), Path(path), version, progress)
    return Store(Path(path))


def check_store(path: str | Path, progress: Progress | None = None) -> list[Finding]:
    """Verify the store at `path`, even one that cannot be opened, and save the result.

    Checks every file and invariant of the newest version, the feeds, and the notices. Raises
    `NotAStore` or `UnsupportedStore` if there is no store to check.
    """
    root = Path(path)
    found = check(root, progress or Silent())
    if not found:
        with open_snapshot(root) as snapshot:
            found = list(check_segments(snapshot))
    found += [
        *check_feeds(root),
        *notify.check_notices(root),
        *decisions.DECISIONS.check(root),
    ]
    with suppress(KeyartError), open_snapshot(root, any_key=True) as snapshot:
        files = snapshot.state.files
        size = sum(file.bytes for file in files)
        save_verification(
            root, Verification(snapshot.version, _now(), len(files), size, tuple(found))
        )
    return found


class Audiences(AudienceQuestions, AudienceChanges):
    """Lists, affinities and segments of a store: `store.audiences`.

    Expressions are described in docs/audiences.md.
    """

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of the questions; see `AudienceQuestions`."""
        return question.answer(self._snapshot(), owner(), request)


class StoreDecisions(Decisions):
    """The record of decisions of a store on this machine."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of the questions; see `DecisionQuestions`."""
        return question.answer(self._snapshot(), owner(), request)

    def policies(self) -> list[dict[str, Any]]:
        """Return the policies that stand, as a home page carries them out."""
        return decisions.policies(self._snapshot().root)

    def choose(
        self, profile_ids: Iterable[object], *, title: str | None = None
    ) -> decisions.PolicyChoices:
        """Return what the policies that stand show to people, with the chance of each choice.

        profile_ids: your own ids; they come back as they are. A home page that knows people by
        these ids makes the same choices. Raises `UnknownName` for a title without a policy.
        """
        return decisions.choose_all(self._snapshot(), ids_as_text(profile_ids), title)

    def _change(self, request: decisions.Change) -> decisions.Decision:
        return decisions.change(self._snapshot(), request, _now())

    def _set_aside(self, request: decisions.SetAsideRequest) -> decisions.SetAside | None:
        return decisions.set_aside(self._snapshot(), request, _now())


class StoreCampaigns(Campaigns):
    """The campaigns of a store on this machine."""

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self._snapshot = snapshot

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of the questions; see `CampaignQuestions`."""
        return question.answer(self._snapshot(), owner(), request)

    def members(
        self, name: str, profile_ids: Iterable[object], *, by: str | None = None
    ) -> campaigns.CampaignMembers:
        """Return who of your people gets which asset of a running campaign, and log it.

        profile_ids: your own ids; those of people who get an asset come back. Raises `BadQuestion`
        if the campaign isn't running, or if none of the ids is in it.
        """
        return campaigns.hand_over(self._snapshot().root, name, profile_ids, by, _now())

    def _change(self, request: campaigns.CampaignChange) -> campaigns.Campaign:
        return campaigns.change_campaign(self._snapshot().root, request, _now())


class Store(Questions):
    """A store on this machine. Each question is answered from the newest published version."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._snapshot = open_snapshot(root)
        self.audiences = Audiences(root, self.snapshot)
        self.decisions = StoreDecisions(self.snapshot)
        self.campaigns = StoreCampaigns(self.snapshot)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Release the version that is held open."""
        self._snapshot.close()

    def snapshot(self) -> Snapshot:
        """Return the newest version. It stays readable until a newer one is requested."""
        if not self._snapshot.is_newest():
            older, self._snapshot = self._snapshot, open_snapshot(self.root)
            older.close()
        return self._snapshot

    def ingest(
        self,
        *,
        impressions: Any = None,
        plays: Any = None,
        titles: Any = None,
        assets: Any = None,
        profiles: Any = None,
        availability: Any = None,
        tests: Any = None,
        dry_run: bool = False,
        wait: float = 60.0,
        progress: Progress | None = None,
    ) -> Report:
        """Load input tables as one batch and publish the result as one version.

        Each table is a path, glob or folder (or a list of them) of Parquet, CSV or JSON lines, or
        an Arrow table or reader, a data frame, or a DuckDB relation. Unusable rows go to quarantine
        and are counted in the report. With `dry_run`, nothing is written.

        Raises `BadInput` for sources that cannot be read at all, `StoreBusy` if another writer is
        active for more than `wait` seconds.
        """
        given = {
            "impressions": impressions,
            "plays": plays,
            "titles": titles,
            "assets": assets,
            "profiles": profiles,
            "availability": availability,
            "tests": tests,
        }
        sources = {name: source for name, source in given.items() if source is not None}
        options = pipeline.WriteOptions(
            now=_now(), wait=wait, progress=progress or Silent(), dry_run=dry_run
        )
        return pipeline.ingest(self.root, sources, options)

    def _answer_query(self, query: Query) -> Result:
        return ask(self.snapshot(), owner(), query)

    def answer(self, question: Question[Any, Q, R], request: Q) -> R:
        """Answer a request of one of the questions; see `Questions`."""
        return question.answer(self.snapshot(), owner(), request)

    def recommend_all(
        self,
        profile_ids: Iterable[object],
        *,
        n: int = 20,
        country: str | None = None,
        exclude_seen: bool = True,
        diversity: float = 0.3,
        progress: Progress | None = None,
    ) -> recommendations.ExportedRecommendations:
        """Return what to recommend to each of many people.

        profile_ids: your own ids; they come back as they are. The other arguments are those of
        `recommend`. Ids that the store doesn't know get what is popular.
        """
        options = recommendations.ExportOptions(
            n=n, country=country, exclude_seen=exclude_seen, diversity=diversity
        )
        ids = ids_as_text(profile_ids)
        return recommendations.recommend_all(self.snapshot(), owner(), ids, options, progress)

    def see_notices(self, ids: Iterable[int] | None = None) -> int:
        """Mark notices as seen, by default all; return how many were new."""
        return notify.see(self.root, ids, _now())

    def import_upworthy(
        self, source: Any, *, wait: float = 60.0, progress: Progress | None = None
    ) -> Report:
        """Import the Upworthy Research Archive (its packages as Parquet or CSV) as one batch."""
        options = pipeline.WriteOptions(now=_now(), wait=wait, progress=progress or Silent())
        return pipeline.import_upworthy(self.root, source, options)

    def import_movielens(
        self, path: str | Path, *, wait: float = 60.0, progress: Progress | None = None
    ) -> Report:
        """Import an edition of MovieLens (its folder or zip file) as one batch.

        Raises `BadInput` if the edition is incomplete. Importing the same ratings again adds
        nothing.
        """
        return self._import(MOVIELENS, path, wait, progress)

    def import_open_bandit(
        self, path: str | Path, *, wait: float = 60.0, progress: Progress | None = None
    ) -> Report:
        """Import the Open Bandit Dataset (its folder or zip file) as one batch.

        Raises `BadInput` if the data set is incomplete. Importing the same rows again adds nothing.
        """
        return self._import(OPEN_BANDIT, path, wait, progress)

    def _import(
        self, data: DataSet, path: str | Path, wait: float, progress: Progress | None
    ) -> Report:
        options = pipeline.WriteOptions(now=_now(), wait=wait, progress=progress or Silent())
        return pipeline.import_data_set(self.root, data, path, options)

    def import_facts(
        self,
        folder: str | Path,
        *,
        replace: bool = False,
        wait: float = 60.0,
        progress: Progress | None = None,
    ) -> Report:
        """Import a folder of facts that Spark or `export_facts` wrote, and publish it.

        Days whose files have changed replace their earlier facts; with `replace`, days that are not
        in the folder are removed. A store holds either events or imported facts.

        Raises `BadInput` for invalid files, or if the profiles' keys were made with a salt other
        than the store's; `WrongKind` for a store that holds events.
        """
        options = pipeline.WriteOptions(now=_now(), wait=wait, progress=progress or Silent())
        return pipeline.import_facts(self.root, folder, options, replace=replace)

    def export_facts(
        self,
        folder: str | Path,
        *,
        audiences: Iterable[str] | None = None,
        progress: Progress | None = None,
    ) -> ExportedFacts:
        """Write facts, catalogue and profiles of the newest version to a new folder, as Parquet.

        With `audiences`, a list of expressions, facts say which of them their profiles are in. See
        `keyart.core.fact_files` for the folder's contents. Raises `StoreExists` if the folder is
        not new.
        """
        inside = None if audiences is None else self.audiences.ordinals(audiences)
        return export_facts(self.snapshot(), Path(folder), inside, progress)

    def export_profile(self, profile_id: object) -> dict[str, Any]:
        """Return all that is held about a person, as plain data; raises `UnknownName`."""
        return held_about(self.snapshot(), profile_id)

    def refresh(self, *, wait: float = 60.0, progress: Progress | None = None) -> Report:
        """Attribute all kept events again, for example after a change of settings, and publish."""
        options = pipeline.WriteOptions(now=_now(), wait=wait, progress=progress or Silent())
        return pipeline.refresh(self.root, options)

    def backup(
        self,
        dest: str | Path,
        *,
        keep: int | None = None,
        verify: bool = False,
        wait: float = 60.0,
        progress: Progress | None = None,
    ) -> Backup:
        """Back the store up in a folder or in `s3://bucket/prefix`, while it is in use.

        Only files that are not there yet are written. `keep` backups stay, all by default; `verify`
        reads everything back. Raises `StoreDamaged` for a file that is not as it was written,
        `StoreBusy` while another backup is made, `StoreError` if the place can't be used.
        """
        options = BackupOptions(
            now=_now(), keep=keep, verify=verify, wait=wait, progress=progress or Silent()
        )
        return make_backup(self.root, str(dest), options)

    def check(self, progress: Progress | None = None) -> list[Finding]:
        """Verify every file and invariant of the newest version; an empty list is good news."""
        return check_store(self.root, progress)
