"""The secret that a controller and its workers share, and what is sealed with it. Nobody else can read or forge that.

Dask's scheduler keeps and passes on sealed bytes only: it needs no key and must have none.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from autograder.errors import UserError

# Names the file with the key, on the controller and on each worker.
VARIABLE = "AUTOGRADER_CLUSTER_KEY"
_LARGEST = 4096


class NoKey(UserError):
    """There is no key that can be used here: why, and what to do."""


class Forged(Exception):
    """These bytes were not sealed with our key, or have been changed."""


def place() -> Path:
    """Where the key is looked for: the file that the environment names, else one in the user's own settings."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    settings = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(settings) / "autograder" / "cluster.key"


def make(path: Path) -> None:
    """Write a new key into a file that only its owner can read.

    Raises:
        NoKey: there is a file already.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise NoKey(
            f"{path} is there already: remove it first, here and on the workers, if you want another key."
        ) from None
    with open(descriptor, "wb") as stream:
        stream.write(Fernet.generate_key() + b"\n")


def read(path: Path) -> bytes:
    """The key in a file.

    Raises:
        NoKey: there is none, or others may read it.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise NoKey(
            f"the cluster's key {path} cannot be read ({error.strerror}): make one with `autograder cluster-key` and "
            f"copy it to each worker, or let {VARIABLE} name its file"
        ) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NoKey(f"the cluster's key {path} is no ordinary file")
        if status.st_mode & 0o077 or status.st_uid not in (0, os.geteuid()):
            raise NoKey(f"the cluster's key {path} is not yours alone: chmod 600 {path}, and let it belong to you")
        key = os.read(descriptor, _LARGEST).strip()
    finally:
        os.close(descriptor)
    try:
        Fernet(key)
    except ValueError:
        raise NoKey(f"{path} holds no key: make one with `autograder cluster-key`") from None
    return key


class Seal:
    """Seals and opens, with one key.

    Args:
        key: as :func:`read` gives it.
    """

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)
        # Another key for another purpose.
        self._naming = hashlib.sha256(b"names of tasks\0" + key).digest()

    def seal(self, body: bytes) -> bytes:
        """The body, sealed: a third longer, and it says nothing but its length and the time."""
        return self._fernet.encrypt(body)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed.

        Raises:
            Forged: not with our key, or it has been changed.
        """
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise Forged from None

    def name(self, *parts: str) -> str:
        """A name for these parts, always the same, from which nobody without the key learns anything about them."""
        whole = b"\0".join(part.encode("utf-8", "surrogateescape") for part in parts)
        return hmac.new(self._naming, whole, hashlib.sha256).hexdigest()[:40]
