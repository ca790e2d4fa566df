"""A cluster on this machine: a scheduler and workers in processes of their own, which end with this one.

Whoever can reach a scheduler can run code on its workers, and anybody on this machine reaches its loopback address. So
they talk TLS, with a certificate made for this one run, in a folder that nobody else can read.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, cast

from distributed import Client
from distributed.security import Security

from autograder.errors import UserError
from autograder.grading.cluster import sealing

START_SECONDS = 120.0
END_SECONDS = 10.0
# Dask's own settings, as its variables: nothing is told to whoever asks over HTTP, and a task that has ended a few
# workers is not tried for ever (its neighbours are tried again alone).
_SETTINGS = {
    "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
    "DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES": "[]",
    "DASK_DISTRIBUTED__WORKER__HTTP__ROUTES": "[]",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "False",
}


class OnThisMachine:
    """A scheduler and workers.

    Args:
        workers: how many.
        threads: how many jobs at a time each of them does.

    Attributes:
        key: the file with the key that controller and workers share.
        processes: the scheduler first, then the nanny of each worker.

    Raises:
        UserError: they do not start.
    """

    def __init__(self, workers: int, threads: int = 1) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="autograder-cluster-"))
        self.key = self._folder / "cluster.key"
        self.processes: list[subprocess.Popen[bytes]] = []
        try:
            sealing.make(self.key)
            self._security = self._make_certificate()
            scheduler_file = self._folder / "scheduler.json"
            # The scheduler is not told where the key is.
            common = {**os.environ, **_SETTINGS, **self.tls()}
            own = {**common, sealing.VARIABLE: str(self.key)}
            scheduler = ["--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0", "--no-dashboard"]
            worker = ["--host", "127.0.0.1", "--nthreads", str(threads), "--nworkers", "1", "--memory-limit", "0"]
            worker += ["--no-dashboard", "--local-directory", str(self._folder), "--death-timeout", "60"]
            for kind, arguments, count, environment in (
                ("scheduler", scheduler, 1, common),
                ("worker", worker, workers, own),
            ):
                for _ in range(count):
                    command = [*arguments, "--protocol", "tls", "--scheduler-file", str(scheduler_file)]
                    self.processes.append(self._start(f"distributed.cli.dask_{kind}", command, environment))
                # A worker gives up where the file is not there yet.
                self.address = self._address(scheduler_file)
        except BaseException:
            self.close()
            raise

    def _make_certificate(self) -> Security:
        made: Any = Security.temporary()
        for name, text in (("ca.pem", made.tls_ca_file), ("key.pem", made.tls_worker_key)):
            descriptor = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "w", encoding="ascii") as stream:
                stream.write(text)
        return cast(Security, made)

    def tls(self) -> dict[str, str]:
        """Dask's settings that name the certificate."""
        certificate, key = str(self._folder / "ca.pem"), str(self._folder / "key.pem")
        named = {"CA_FILE": certificate}
        for role in ("SCHEDULER", "WORKER", "CLIENT"):
            named |= {f"{role}__CERT": certificate, f"{role}__KEY": key}
        return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": value for name, value in named.items()}

    def _start(self, module: str, arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", module, *arguments]
        with (self._folder / f"{len(self.processes)}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"{__package__}.child", str(os.getpid()), *program],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                # Ctrl-C is for whoever grades, which then ends them in order.
                start_new_session=True,
            )

    def _address(self, file: Path) -> str:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, ValueError):
                return str(json.loads(file.read_text(encoding="utf-8"))["address"])
            if self.processes[0].poll() is not None:
                break
            time.sleep(0.05)
        raise UserError(f"Dask's scheduler does not start on this machine: {self.last_words(0)}")

    def last_words(self, place: int) -> str:
        """The last line that one of the processes has written."""
        text = (self._folder / f"{place}.log").read_text(encoding="utf-8", errors="replace").strip()
        return text.splitlines()[-1][:300] if text else "it gave no reason"

    def client(self) -> Client:
        """A connection to the scheduler."""
        return Client(self.address, security=self._security, timeout=START_SECONDS, set_as_default=False)

    def is_lost(self) -> bool:
        """Whether no worker can come any more."""
        return all(process.poll() is not None for process in self.processes[1:])

    def close(self) -> None:
        """End them all, and forget the certificate and the key."""
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + END_SECONDS
        for process in self.processes:
            try:
                process.wait(max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
