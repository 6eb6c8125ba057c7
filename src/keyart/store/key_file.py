"""The key of a store: the secret with which profiles' ids become hashes.

The catalogue holds the key's fingerprint, so that the key of another store, which would make every
person a new one, is refused.
"""

from dataclasses import dataclass
from pathlib import Path

from keyart.core.errors import BadSettings, KeyartError, StoreDamaged, StoreError, WrongKey
from keyart.core.fact_files import key_fingerprint
from keyart.core.ids import salt_from
from keyart.store.files.disk import system_error

_BACK = (
    "Restore the store.key that this store was made with from a backup. With another key every "
    "person would count as a new one."
)
_LOST = (
    "Restore it from a backup. Without it questions are still answered, but nothing can be "
    "loaded, no list can be uploaded and no person found: what people did before and do from now "
    "on could not be linked."
)


@dataclass(frozen=True)
class KeyFile:
    """The file of a store's key, and the fingerprint that the key should have."""

    path: Path
    fingerprint: str | None
    """None in a store of an earlier version of Keyart, until its key is proven."""

    def read(self) -> str:
        """Return the key.

        Raises `StoreDamaged` if it is missing, `WrongKey` if it is another's, and `StoreError`.
        """
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            raise StoreDamaged(f"{self.path} is missing.", hint=_LOST) from None
        except OSError as error:
            raise system_error(f"{self.path} cannot be read", error) from error
        try:
            key = salt_from(text, str(self.path))
        except BadSettings:
            problem = "is empty" if not text.strip() else "holds no key: 32 ASCII characters"
            raise WrongKey(f"{self.path} {problem}.", hint=_BACK) from None
        if self.fingerprint not in {None, key_fingerprint(key)}:
            raise WrongKey(f"{self.path} is not the key of this store.", hint=_BACK)
        return key

    def require(self) -> None:
        """Raise `WrongKey` if there is a key that is not this store's.

        A key that is missing, or that this user may not read, passes: queries need none.
        """
        try:
            self.read()
        except WrongKey:
            raise
        except StoreError:
            return

    def warnings(self) -> tuple[str, ...]:
        """Return warnings about the key, without its path."""
        try:
            self.read()
        except KeyartError as error:
            return (str(error).replace(str(self.path), self.path.name),)
        if self.is_open:
            name = self.path.name
            return (f"{name} can be read by others than its owner. Run chmod 600 {name}.",)
        return ()

    @property
    def is_open(self) -> bool:
        """Whether other users than its owner may read it."""
        return bool(self.path.stat().st_mode & 0o077)
