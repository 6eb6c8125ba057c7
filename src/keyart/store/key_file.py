"""The key of a store: the secret with which profiles' ids become hashes.

The catalogue holds the key's fingerprint, so that the key of another store, with which every
person would be somebody new, is found out before it does harm.
"""

from dataclasses import dataclass
from pathlib import Path

from keyart.core.errors import BadSettings, KeyartError, StoreDamaged, StoreError, WrongKey
from keyart.core.fact_files import key_fingerprint
from keyart.core.ids import salt_from
from keyart.store.files import in_words

_BACK = (
    "Put back the store.key that this store was made with, from a backup. With another key every "
    "person would be counted as a new one."
)
_LOST = (
    "Put it back from a backup. Without it questions are still answered, but nothing can be "
    "loaded, no list be put and no person be found: what a person did before and does after "
    "would never meet again."
)


@dataclass(frozen=True)
class KeyFile:
    """The file of a store's key, and the fingerprint that the key should have."""

    path: Path
    fingerprint: str | None
    """None in a store of an earlier version of Keyart, until its key is proven."""

    def read(self) -> str:
        """Return the key.

        Raises `StoreDamaged` if there is none, `WrongKey` for none or another's, and `StoreError`.
        """
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            raise StoreDamaged(f"{self.path} is missing.", hint=_LOST) from None
        except OSError as error:
            raise in_words(f"{self.path} cannot be read", error) from error
        try:
            key = salt_from(text, str(self.path))
        except BadSettings:
            what = "is empty" if not text.strip() else "holds no key: 32 characters of ASCII"
            raise WrongKey(f"{self.path} {what}.", hint=_BACK) from None
        if self.fingerprint not in {None, key_fingerprint(key)}:
            raise WrongKey(f"{self.path} is not the key of this store.", hint=_BACK)
        return key

    def require(self) -> None:
        """Raise `WrongKey` if there is a key that is not this store's.

        One that is missing, or that this user may not read, passes: who only asks needs none.
        """
        try:
            self.read()
        except WrongKey:
            raise
        except StoreError:
            return

    def warnings(self) -> tuple[str, ...]:
        """Return what people should know of the key, without the place where it lies."""
        try:
            self.read()
        except KeyartError as error:
            return (str(error).replace(str(self.path), self.path.name),)
        if self.is_open:
            name = self.path.name
            return (f"{name} can be read by others than its owner. Run chmod 600 {name} on it.",)
        return ()

    @property
    def is_open(self) -> bool:
        """Whether others than its owner may read it."""
        return bool(self.path.stat().st_mode & 0o077)
