"""Find the cluster that is asked for, and connect to it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import dask
from distributed import Client
from distributed.security import Security

from autograder.course import Course
from autograder.engine.settings import GradingEngine
from autograder.errors import UserError
from autograder.grading.cluster import sealing
from autograder.grading.cluster.dispatcher import Remote
from autograder.grading.cluster.on_this_machine import OnThisMachine

CONNECT_SECONDS = 30.0
_LOCAL = re.compile(r"local:([1-9]\d{0,3})")


class Cluster:
    """A connection to a Dask cluster.

    Args:
        asked: "local:N" for N workers on this machine, or the address of a scheduler, "tls://…".

    Attributes:
        judges: who judges there, one for each Python that students' code runs in.

    Raises:
        UserError: there is none, or none that can be used.
    """

    def __init__(self, asked: str) -> None:
        self.judges: list[Remote] = []
        self.local: OnThisMachine | None = None
        # What it has to say of lost connections we say in sentences.
        for name in [one for one in logging.root.manager.loggerDict if one.split(".")[0] == "distributed"]:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        # It would send the lines that ask for a task along with it.
        dask.config.set({"distributed.diagnostics.computations.nframes": 0})
        if found := _LOCAL.fullmatch(asked):
            self.local = OnThisMachine(int(found[1]))
            self._seal = sealing.Seal(sealing.read(self.local.key))
            self._client = self.local.client()
            return
        if not asked.startswith("tls://"):
            raise UserError(
                f"--cluster {asked}: name local:N, or a scheduler's address that begins with tls://. Without TLS, "
                "whoever reaches a scheduler runs code on all of its workers (docs/cluster.md)."
            )
        self._seal = sealing.Seal(_key())
        self._client = _connected(asked)

    @property
    def workers(self) -> int:
        """How many workers judge at present."""
        return max((len(one.nodes) for one in self.judges), default=0)

    def remote(
        self,
        course: Course,
        settings: GradingEngine,
        imports: list[str],
        python: str,
        remark: Callable[[str], None],
    ) -> Remote:
        """Who judges submissions whose code runs in this Python."""
        lost = self.local.is_lost if self.local is not None else lambda: False
        self.judges.append(Remote(self._client, self._seal, course, settings, imports, python, remark, lost))
        return self.judges[-1]

    def close(self) -> None:
        """End what has been started for it."""
        if self.local is None:
            for one in self.judges:
                one.close()
        # One that has gone is not waited for.
        self._client.close(timeout=1 if any(one.is_cut_off for one in self.judges) else CONNECT_SECONDS)
        if self.local is not None:
            self.local.close()


def _key() -> bytes:
    try:
        return sealing.read(sealing.place())
    except sealing.NoKey as problem:
        text = str(problem)
        raise UserError(f"{text[0].upper()}{text[1:]}.") from None


def _connected(address: str) -> Client:
    security: Any = Security()
    if not (security.tls_ca_file and security.tls_client_cert):
        raise UserError(
            "Dask's configuration names no certificates (distributed.comm.tls: ca-file, client.cert, client.key): set "
            "them in ~/.config/dask, or by Dask's variables (docs/cluster.md)."
        )
    try:
        return Client(address, security=security, timeout=CONNECT_SECONDS, set_as_default=False)
    except Exception as error:  # noqa: BLE001 - a name, a certificate, a file, a network: each fails in its own way
        said = " ".join(str(error).split())[:300]
        raise UserError(
            f"The scheduler {address} does not answer, or does not take our certificate ({type(error).__name__}: "
            f"{said}): see that it runs, and that one authority has signed both certificates."
        ) from None
