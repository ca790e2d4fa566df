"""A cluster of several hosts, each with a certificate of its own from one private authority; root has real networks."""

from __future__ import annotations

import datetime
import ipaddress
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import clusters
import pytest
from classroom import gradebook
from conftest import BIN
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from autograder.grading.cluster import sealing

pytestmark = [pytest.mark.long, pytest.mark.timeout(1200)]
STUDENTS = 24
# Whoever may not make network namespaces has several loopback addresses.
IS_ROOT = os.geteuid() == 0 and shutil.which("ip") is not None


class Authority:
    """Signs certificates for one cluster."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir()
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the cluster's authority")])
        own = self._certificate(self._name, self._key.public_key(), is_authority=True)
        self.file = folder / "ca.pem"
        self.file.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def _certificate(self, name: x509.Name, key: ec.EllipticCurvePublicKey, is_authority: bool) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def sign(self, name: str) -> dict[str, str]:
        """Dask's variables with a certificate for a host."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._certificate(subject, key.public_key(), is_authority=False)
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        both = self._folder / f"{name}.pem"
        both.touch(mode=0o600)
        both.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
        names = {"CA_FILE": self.file, **{f"{role}__CERT": both for role in ("SCHEDULER", "WORKER", "CLIENT")}}
        return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(path) for name, path in names.items()}


@dataclass(frozen=True)
class Host:
    """A host: what stands before a command that runs there, and its address."""

    prefix: tuple[str, ...]
    address: str
    name: str = ""

    def start(self, *command: str, env: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
        with log.open("wb") as stream:
            return subprocess.Popen([*self.prefix, *command], env=env, stdout=stream, stderr=stream)

    def unplug(self) -> None:
        ip("-n", self.name, "link", "set", "eth0", "down")


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@contextmanager
def hosts(count: int) -> Iterator[list[Host]]:
    """So many hosts that reach each other."""
    if not IS_ROOT:
        yield [Host((), str(ipaddress.ip_address("127.0.0.2") + number)) for number in range(count)]
        return
    mark = secrets.token_hex(2)
    switch = f"cl{mark}-sw"
    made = [Host(("ip", "netns", "exec", f"cl{mark}-{n}"), f"10.99.7.{n + 1}", f"cl{mark}-{n}") for n in range(count)]
    try:
        ip("netns", "add", switch)
        ip("-n", switch, "link", "add", "br0", "type", "bridge")
        ip("-n", switch, "link", "set", "br0", "up")
        for number, host in enumerate(made):
            ip("netns", "add", host.name)
            ip("-n", switch, "link", "add", f"p{number}", "type", "veth", "peer", "name", "eth0", "netns", host.name)
            ip("-n", switch, "link", "set", f"p{number}", "master", "br0", "up")
            ip("-n", host.name, "addr", "add", f"{host.address}/24", "dev", "eth0")
            for link in ("lo", "eth0"):
                ip("-n", host.name, "link", "set", link, "up")
        yield made
    finally:
        for name in (switch, *(host.name for host in made)):
            with suppress(subprocess.CalledProcessError):
                ip("netns", "del", name)


def until(condition: object, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_hosts_with_certificates_of_one_authority_grade_and_a_foreign_one_stays_outside(tmp_path: Path) -> None:
    clusters.make_class(tmp_path / "course", STUDENTS)
    shutil.copytree(tmp_path / "course", tmp_path / "undisturbed")
    assert clusters.grade(tmp_path / "undisturbed").returncode == 0
    authority, other = Authority(tmp_path / "authority"), Authority(tmp_path / "other")
    # A network that drops everything is noticed after 12 s here, about the least that Dask takes, and else after 30.
    common = {**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": "12s"}
    sealing.make(tmp_path / "controller.key")
    dask = [sys.executable, "-m"]
    started: list[subprocess.Popen[bytes]] = []
    with hosts(4) as (head, first, second, stranger):
        address = f"tls://{head.address}:8786"
        try:
            scheduler = [*dask, "distributed.cli.dask_scheduler", "--host", head.address, "--port", "8786"]
            env = common | authority.sign("scheduler")
            started.append(
                head.start(*scheduler, "--protocol", "tls", "--no-dashboard", env=env, log=tmp_path / "scheduler.log")
            )
            until(lambda: "Scheduler at" in (tmp_path / "scheduler.log").read_text())
            for number, (host, signs) in enumerate([(first, authority), (second, authority), (stranger, other)]):
                key = Path(shutil.copy(tmp_path / "controller.key", tmp_path / f"{number}.key"))
                env = common | signs.sign(f"worker-{number}") | {sealing.VARIABLE: str(key)}
                worker = [*dask, "distributed.cli.dask_worker", address, "--host", host.address]
                worker += [
                    "--protocol",
                    "tls",
                    "--nthreads",
                    "1",
                    "--no-dashboard",
                    "--local-directory",
                    str(tmp_path / f"w{number}"),
                ]
                started.append(host.start(*worker, env=env, log=tmp_path / f"worker-{number}.log"))
            controller = common | authority.sign("controller") | {sealing.VARIABLE: str(tmp_path / "controller.key")}
            until(lambda: "Registered to" in (tmp_path / "worker-1.log").read_text())
            command = [*head.prefix, str(BIN / "autograder"), "grade", "--seed", "7", "--cluster", address]
            process = subprocess.Popen(
                command,
                cwd=tmp_path / "course",
                env=controller,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            clusters.wait_until_graded(tmp_path / "course", 4, process)
            if IS_ROOT:
                second.unplug()
            stdout, stderr = process.communicate(timeout=600)
        finally:
            for one in started:
                one.terminate()
            for one in started:
                with suppress(subprocess.TimeoutExpired):
                    one.wait(20)
                one.kill()
    assert process.returncode == 0, stdout + stderr
    assert gradebook(tmp_path / "course") == gradebook(tmp_path / "undisturbed")
    assert clusters.notebooks(tmp_path / "course") == clusters.notebooks(tmp_path / "undisturbed")
    assert "Registered to" not in (tmp_path / "worker-2.log").read_text()
