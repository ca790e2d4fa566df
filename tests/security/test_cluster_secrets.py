"""Nothing of a class lies in the clear in a cluster's scheduler, on its wires, or where students' code can read."""

from __future__ import annotations

import base64
import os
import re
import selectors
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import clusters
import pytest
from classroom import fill, hand_in, released
from clusters import NAME, PLANTED
from distributed.security import Security

from autograder.grading.cluster import sealing
from autograder.grading.cluster.on_this_machine import OnThisMachine

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]
STUDENTS = 12
SPY = "student-spy"
# Students' code looks through whatever it can read for the word, which it must not contain itself.
LOOK = """\
import os, sys
word = "quokka-of" + "-the-hidden-tests"
tops = ["/tmp", "/home", "/root", "/var", "/etc", "/dev/shm", "/run", "/student", "/srv", "/mnt", os.getcwd()]
own = os.path.abspath("own.txt")
with open(own, "w") as stream:
    stream.write(word)
found = set()
for top in tops:
    for place, folders, names in os.walk(top):
        # Python and its packages are this environment's own, and large.
        folders[:] = [one for one in folders if os.path.join(place, one) not in (sys.prefix, sys.base_prefix)]
        for name in names:
            path = os.path.join(place, name)
            try:
                if os.path.isfile(path) and os.path.getsize(path) < 1 << 22:
                    with open(path, "rb") as stream:
                        if word.encode() in stream.read():
                            found.add(path)
            except OSError:
                pass
print("FOUND", sorted(found - {own}), own in found)
print("VARIABLES", [name for name in os.environ if "CLUSTER" in name or "DASK" in name])
def double(x):
    return 2 * x
"""


@pytest.fixture(scope="module")
def there() -> Iterator[OnThisMachine]:
    with clusters.cluster(2) as made:
        yield made


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    clusters.make_class(root, STUDENTS)
    return root


def memory(pid: int, words: list[bytes]) -> set[bytes]:
    """Those of these words that a process has in its memory now."""
    found = set()
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as mem:
        for line in maps:
            bounds, rights = line.split()[:2]
            # What is only read has come from files.
            if not rights.startswith("rw"):
                continue
            start, end = (int(one, 16) for one in bounds.split("-"))
            with suppress(OSError, ValueError, OverflowError):
                mem.seek(start)
                body = mem.read(end - start)
                found |= {word for word in words if word in body}
    return found


def forms(text: bytes) -> list[bytes]:
    """A text as it may lie somewhere: as it is, and in base64 at each of its three positions."""
    coded = [base64.b64encode(b"x" * shift + text)[4:-4] for shift in range(3)]
    return [text, *coded, *(one.translate(bytes.maketrans(b"+/", b"-_")) for one in coded)]


@contextmanager
def recording(address: str) -> Iterator[tuple[str, bytearray]]:
    """A way to the scheduler on which every byte is kept; yields its address and what has passed."""
    host, port = address.removeprefix("tls://").rsplit(":", 1)
    passed, ended = bytearray(), threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(listening, selectors.EVENT_READ, None)
            while not ended.is_set():
                for key, _ in ready.select(0.1):
                    if key.data is None:
                        one, _ = listening.accept()
                        other = socket.create_connection((host, int(port)))
                        ready.register(one, selectors.EVENT_READ, other)
                        ready.register(other, selectors.EVENT_READ, one)
                        continue
                    body = b""
                    with suppress(OSError):
                        body = key.fileobj.recv(1 << 16)
                    if body:
                        passed.extend(body)
                        with suppress(OSError):
                            key.data.sendall(body)
                    else:
                        ready.unregister(key.fileobj)
                        with suppress(OSError):
                            key.data.shutdown(socket.SHUT_RDWR)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"tls://127.0.0.1:{listening.getsockname()[1]}", passed
    finally:
        ended.set()
        thread.join()
        listening.close()


def test_neither_the_scheduler_nor_the_wire_nor_a_worker_has_anything_in_the_clear(
    there: OnThisMachine, course: Path
) -> None:
    key = sealing.read(there.key)
    secrets = {
        "a hidden test": PLANTED.encode(),
        "a student's name": b"student-00003",
        "a student's answer": b"I do not know.",
        "the key": key,
    }
    words = {name: forms(text) for name, text in secrets.items()}
    every = [form for own in words.values() for form in own]
    scheduler = there.processes[0].pid
    seen: set[bytes] = set()
    control: set[bytes] = set()
    with recording(there.address) as (address, passed):
        process = clusters.start(course, "--cluster", address, env=clusters.environment(there))
        while process.poll() is None:
            for pid in (scheduler, *clusters.workers_of(there)):
                with suppress(OSError):
                    seen |= memory(pid, every)
            with suppress(OSError):
                control |= memory(process.pid, every)
            time.sleep(2)
        _, stderr = process.communicate()
    assert process.returncode == 0, stderr
    assert {name for name, own in words.items() if seen & set(own)} == set()
    assert {name for name, own in words.items() if any(form in passed for form in own)} == set()
    # What looks there would find it: the controller has had it in its memory, this process has all of it, and much has
    # passed on the wire.
    assert {name for name, own in words.items() if control & set(own)} >= {"a hidden test", "a student's name"}
    assert {name for name, own in words.items() if memory(os.getpid(), every) & set(own)} == set(words)
    assert memory(scheduler, [b"autograder-"]) == {b"autograder-"}
    assert len(passed) > 10_000
    assert b"CLUSTER_KEY" not in Path(f"/proc/{scheduler}/environ").read_bytes()


def test_students_code_finds_nothing_in_what_it_can_read_on_a_worker(there: OnThisMachine, course: Path) -> None:
    nb = released(course, NAME)
    fill(nb, {"double": LOOK})
    hand_in(course, SPY, NAME, nb)
    done = clusters.grade(course, "--cluster", there.address, env=clusters.environment(there))
    assert done.returncode == 0, done.stderr
    text = (course / "autograded" / SPY / NAME / f"{NAME}.ipynb").read_text()
    assert re.findall(r"FOUND (\[[^\]]*\] \w+)", text) == ["[] True"]
    assert re.findall(r"VARIABLES (\[[^\]]*\])", text) == ["[]"]


def test_files_of_a_cluster_belong_to_nobody_else(there: OnThisMachine) -> None:
    folder = Path(there.key).parent
    assert folder.stat().st_mode & 0o077 == 0
    for name in ("cluster.key", "key.pem"):
        assert (folder / name).stat().st_mode & 0o077 == 0


@pytest.fixture
def foreign(tmp_path: Path) -> dict[str, str]:
    """Dask's variables with a certificate that another authority has signed."""
    made = Security.temporary()
    certificate, key = tmp_path / "foreign.pem", tmp_path / "foreign-key.pem"
    certificate.write_text(made.tls_ca_file)
    key.write_text(made.tls_worker_key)
    names = {"CA_FILE": certificate}
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        names |= {f"{role}__CERT": certificate, f"{role}__KEY": key}
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(path) for name, path in names.items()}


def test_a_controller_with_a_foreign_certificate_is_refused(
    there: OnThisMachine, course: Path, foreign: dict[str, str]
) -> None:
    done = clusters.grade(course, "--cluster", there.address, env={**clusters.environment(there), **foreign})
    assert done.returncode == 2
    assert "does not take our certificate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_worker_with_a_foreign_certificate_stays_outside(there: OnThisMachine, foreign: dict[str, str]) -> None:
    command = [sys.executable, "-m", "distributed.cli.dask_worker", there.address, "--death-timeout", "8", "--no-nanny"]
    done = subprocess.run(
        [*command, "--no-dashboard"], env={**os.environ, **foreign}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode != 0
    with there.client() as client:
        assert len(client.nthreads()) == 2


def test_whoever_talks_without_tls_is_not_heard(there: OnThisMachine) -> None:
    host, port = there.address.removeprefix("tls://").rsplit(":", 1)
    heard = b""
    with suppress(ConnectionError), socket.create_connection((host, int(port)), timeout=20) as plain:
        plain.sendall(b"\x01\x00\x00\x00\x00\x00\x00\x00" * 4)
        while body := plain.recv(4096):
            heard += body
    # TLS says at most that this is not TLS; Dask would have greeted.
    assert b"compression" not in heard
    assert len(heard) < 20
    # Nor is whoever talks TLS without a certificate.
    context = ssl.create_default_context(cafile=str(Path(there.key).parent / "ca.pem"))
    context.check_hostname = False
    heard = b""
    with (
        suppress(OSError),
        socket.create_connection((host, int(port)), timeout=20) as plain,
        context.wrap_socket(plain) as stranger,
    ):
        stranger.sendall(b"x" * 64)
        heard = stranger.recv(4096)
    assert heard == b""


def run_with_key(course: Path, there: OnThisMachine, key: Path | None) -> subprocess.CompletedProcess[str]:
    env = clusters.environment(there) | ({sealing.VARIABLE: str(key)} if key is not None else {})
    return clusters.grade(course, "--cluster", there.address, env=env)


def test_workers_refuse_another_key_and_say_so(there: OnThisMachine, course: Path, tmp_path: Path) -> None:
    sealing.make(tmp_path / "other.key")
    done = run_with_key(course, there, tmp_path / "other.key")
    assert done.returncode == 2
    assert "No worker judges" in done.stderr
    assert "another one than the controller's" in done.stderr
    assert not (course / "autograded").exists()


def test_a_key_that_others_can_read_is_refused(there: OnThisMachine, course: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(there.key, tmp_path / "open.key"))
    copy.chmod(0o644)
    done = run_with_key(course, there, copy)
    assert done.returncode == 2
    assert "chmod 600" in done.stderr
