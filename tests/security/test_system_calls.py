"""The filter for students' system calls, tried from inside the sandbox, and the filters of other machines by hand."""

from __future__ import annotations

import errno
import hashlib
import platform
import struct
from dataclasses import dataclass

import pytest
from conftest import ROOT

from autograder.engine.inside import seccomp
from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.engine.student import CellLimits, Gone, Student

PREAMBLE = """
import ctypes, errno, fcntl, os, platform, socket
libc = ctypes.CDLL(None, use_errno=True)
# On x86-64: the numbers of arch/x86/entry/syscalls/syscall_64.tbl
def call(number, *given):
    ctypes.set_errno(0)
    words = [ctypes.c_long(one) if isinstance(one, int) else one for one in given]
    result = libc.syscall(ctypes.c_long(number), *words)
    return "done" if result >= 0 else errno.errorcode[ctypes.get_errno()]
def tried(function, *given):
    try:
        function(*given)
        return "done"
    except OSError as error:
        return errno.errorcode[error.errno]
"""
REFUSED = {
    "a lease": ("tried(fcntl.fcntl, os.open(os.__file__, os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_WRLCK)", "ENOSYS"),
    "a lease to read": ("tried(fcntl.fcntl, os.open(os.__file__, 0), fcntl.F_SETLEASE, fcntl.F_RDLCK)", "ENOSYS"),
    "a lease, upper half set": ("call(72, os.open(os.__file__, 0), 1024 | 1 << 32, 1)", "ENOSYS"),
    "news of a folder": ("tried(fcntl.fcntl, os.open('.', 0), fcntl.F_NOTIFY, 1)", "ENOSYS"),
    "a larger pipe": ("tried(fcntl.fcntl, os.pipe()[0], 1031, 1 << 20)", "ENOSYS"),
    "signals for another": ("tried(fcntl.fcntl, os.pipe()[0], fcntl.F_SETOWN, 1)", "ENOSYS"),
    "memory files": ("call(319, b'm', 0)", "ENOSYS"),
    "secret memory": ("call(447, 0)", "ENOSYS"),
    "io_uring_setup": ("call(425, 8, 0)", "ENOSYS"),
    "io_uring_enter": ("call(426, 0, 0, 0, 0, 0, 0)", "ENOSYS"),
    "io_uring_register": ("call(427, 0, 0, 0, 0)", "ENOSYS"),
    "keyctl": ("call(250, 0, -3, 0)", "EPERM"),
    "add_key": ("call(248, b'user', b'a', b'b', 1, -3)", "EPERM"),
    "request_key": ("call(249, b'user', b'a', 0, 0)", "EPERM"),
    "userfaultfd": ("call(323, 1)", "ENOSYS"),
    "bpf": ("call(321, 0, 0, 0)", "EPERM"),
    "perf_event_open": ("call(298, 0, 0, -1, -1, 0)", "EPERM"),
    "ptrace": ("call(101, 0, 0, 0, 0)", "EPERM"),
    "process_vm_readv": ("call(310, os.getpid(), 0, 0, 0, 0, 0)", "EPERM"),
    "process_vm_writev": ("call(311, os.getpid(), 0, 0, 0, 0, 0)", "EPERM"),
    "process_madvise": ("call(440, 0, 0, 0, 0, 0)", "EPERM"),
    "pidfd_getfd": ("call(438, 0, 0, 0)", "EPERM"),
    "kcmp": ("call(312, 1, 1, 0, 0, 0)", "EPERM"),
    "unshare": ("call(272, 0x10000000)", "EPERM"),
    "setns": ("call(308, 0, 0)", "EPERM"),
    "clone with a namespace of users": ("call(56, 0x10000000 | 17, 0, 0, 0, 0)", "EPERM"),
    "clone with a network": ("call(56, 0x40000000 | 17, 0, 0, 0, 0)", "EPERM"),
    "clone with mounts": ("call(56, 0x00020000 | 17, 0, 0, 0, 0)", "EPERM"),
    "clone with a group": ("call(56, 0x02000000 | 17, 0, 0, 0, 0)", "EPERM"),
    "clone3": ("call(435, 0, 0)", "ENOSYS"),
    "mount": ("call(165, b'none', b'/tmp', b'tmpfs', 0, 0)", "EPERM"),
    "umount": ("call(166, b'/tmp', 2)", "EPERM"),
    "pivot_root": ("call(155, b'/', b'/tmp')", "EPERM"),
    "chroot": ("tried(os.chroot, '/tmp')", "EPERM"),
    "fsopen": ("call(430, b'tmpfs', 0)", "EPERM"),
    "open_tree": ("call(428, -100, b'/', 1)", "EPERM"),
    "move_mount": ("call(429, -100, b'/', -100, b'/tmp', 0)", "EPERM"),
    "mount_setattr": ("call(442, -100, b'/', 0, 0, 0)", "EPERM"),
    "shmget": ("call(29, 0, 1 << 20, 0o1600)", "ENOSYS"),
    "shmat": ("call(30, 0, 0, 0)", "ENOSYS"),
    "semget": ("call(64, 0, 1, 0o1600)", "ENOSYS"),
    "msgget": ("call(68, 0, 0o1600)", "ENOSYS"),
    "mq_open": ("call(240, b'/m', 0o102, 0o600, 0)", "ENOSYS"),
    "inotify": ("call(294, 0)", "ENOSYS"),
    "fanotify": ("call(300, 0x200, 0)", "ENOSYS"),
    "landlock": ("call(444, 0, 0, 1)", "ENOSYS"),
    "vmsplice": ("call(278, 1, 0, 0, 0)", "ENOSYS"),
    "splice": ("call(275, 0, 0, 1, 0, 1, 0)", "ENOSYS"),
    "personality": ("call(135, 0x0040000)", "EPERM"),
    "modify_ldt": ("call(154, 0, 0, 0)", "EPERM"),
    "iopl": ("call(172, 3)", "EPERM"),
    "all processors": ("tried(os.sched_setaffinity, 0, range(64))", "EPERM"),
    "all processors for a child": ("tried(os.sched_setaffinity, os.getppid(), range(64))", "EPERM"),
    "real time": ("tried(os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(1))", "EPERM"),
    "a batch scheduler": ("tried(os.sched_setscheduler, 0, os.SCHED_BATCH, os.sched_param(0))", "EPERM"),
    "sched_setattr": ("call(314, 0, 0, 0)", "EPERM"),
    "mbind": ("call(237, 0, 0, 0, 0, 0, 0)", "EPERM"),
    "migrate_pages": ("call(256, 0, 0, 0, 0)", "EPERM"),
    "open_by_handle_at": ("call(304, -100, 0, 0)", "EPERM"),
    "name_to_handle_at": ("call(303, -100, b'/', 0, 0, 0)", "EPERM"),
    "syslog": ("call(103, 10, 0, 0)", "EPERM"),
    "another filter": ("call(317, 1, 0, 0)", "EPERM"),
    "another filter by prctl": ("call(157, 22, 2, 0, 0, 0)", "ENOSYS"),
    "hiding from /proc": ("call(157, 4, 0, 0, 0, 0)", "ENOSYS"),
    "hiding, upper half set": ("call(157, 4 | 1 << 40, 0, 0, 0, 0)", "ENOSYS"),
    "capset": ("call(126, 0, 0)", "EPERM"),
    "init_module": ("call(175, 0, 0, b'')", "EPERM"),
    "kexec_load": ("call(246, 0, 0, 0, 0)", "EPERM"),
    "reboot": ("call(169, 0, 0, 0, 0)", "EPERM"),
    "swapon": ("call(167, b'/x', 0)", "EPERM"),
    "quotactl": ("call(179, 0, b'/x', 0, 0)", "EPERM"),
    "clock_settime": ("call(227, 0, 0)", "EPERM"),
    "typing into a terminal": ("call(16, 0, 0x5412, b'x')", "ENOSYS"),
    "typing, upper half set": ("call(16, 0, 0x5412 | 1 << 32, b'x')", "ENOSYS"),
    "the console": ("call(16, 0, 0x541c, b'x')", "ENOSYS"),
    "a device": ("tried(os.mknod, 'device', 0o060666, 0x100)", "ENOSYS"),
    "a socket's buffer": (
        "tried(socket.socketpair()[0].setsockopt, socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)",
        "ENOSYS",
    ),
    "a socket's program": ("call(54, socket.socketpair()[0].detach(), 1, 26, b'0' * 16, 16)", "ENOSYS"),
    "what tomorrow's kernel adds": ("call(700, 0)", "ENOSYS"),
}
FAMILIES = {"INET": 2, "INET6": 10, "NETLINK": 16, "PACKET": 17, "ALG": 38, "VSOCK": 40, "XDP": 44, "BLUETOOTH": 31}
WORKS = """
## a shell escape
said = !echo $((6 * 7))
assert said[0] == '42'
## bash
%%bash
set -e
for i in 1 2 3; do echo $i; done | sort -r | head -1 > out; test $(cat out) = 3
## subprocess
import subprocess
assert subprocess.run(['date', '+%Y'], capture_output=True).stdout.strip().isdigit()
## os.fork
import os
pid = os.fork()
if pid == 0:
    os._exit(7)
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7
## posix_spawn
import os
pid = os.posix_spawn('/bin/true', ['true'], {})
assert os.waitpid(pid, 0)[1] == 0
## threads
from concurrent.futures import ThreadPoolExecutor
assert list(ThreadPoolExecutor(4).map(abs, [-1, 2])) == [1, 2]
## a pool of forks
import multiprocessing as mp
with mp.get_context('fork').Pool(2) as p:
    assert p.map(abs, [-1, -2]) == [1, 2]
## a pool of spawned processes
import multiprocessing as mp
with mp.get_context('spawn').Pool(1) as p:
    assert p.map(abs, [-1, -2]) == [1, 2]
## a fork server
import multiprocessing as mp
with mp.get_context('forkserver').Pool(1) as p:
    assert p.map(abs, [-1, -2]) == [1, 2]
## a manager
import multiprocessing as mp
with mp.get_context('fork').Manager() as m:
    d = m.dict(a=1)
    assert d['a'] == 1
## shared memory
from multiprocessing import shared_memory
s = shared_memory.SharedMemory(create=True, size=100)
s.buf[0] = 5
assert s.buf[0] == 5
s.close()
s.unlink()
## queues and locks
import multiprocessing as mp
c = mp.get_context('fork')
q, l = c.Queue(), c.Lock()
with l:
    q.put(1)
assert q.get(timeout=10) == 1
q.close()
q.join_thread()
## sqlite
import sqlite3
c = sqlite3.connect('a.db')
c.execute('create table t (x)')
c.execute('insert into t values (1)')
c.commit()
assert list(c.execute('select x from t')) == [(1,)]
## asyncio
import asyncio
async def main():
    p = await asyncio.create_subprocess_exec('echo', 'x', stdout=asyncio.subprocess.PIPE)
    return (await p.communicate())[0]
import concurrent.futures
assert concurrent.futures.ThreadPoolExecutor(1).submit(asyncio.run, main()).result() == b'x\\n'
## await
import asyncio
await asyncio.sleep(0.01)
## unix sockets
import socket
a, b = socket.socketpair()
a.send(b'x')
assert b.recv(1) == b'x'
## temporary files
import tempfile, os, fcntl, shutil
with tempfile.NamedTemporaryFile() as f:
    f.write(b'x')
    f.flush()
    fcntl.flock(f, fcntl.LOCK_EX)
    os.fsync(f.fileno())
    shutil.copy(f.name, 'copy')
assert open('copy').read() == 'x'
## memory maps
import mmap
m = mmap.mmap(-1, 1 << 16)
m[0] = 1
m.resize(1 << 17)
m.close()
## signals and timers
import signal, time
old = signal.signal(signal.SIGUSR1, lambda *a: None)
signal.raise_signal(signal.SIGUSR1)
signal.pthread_sigmask(signal.SIG_BLOCK, [])
time.sleep(0.01)
## numpy
import numpy as np
assert np.linalg.solve(np.eye(50), np.ones(50)).sum() == 50
np.save('a.npy', np.eye(3))
assert np.load('a.npy', mmap_mode='r')[1, 1] == 1
## matplotlib
import matplotlib
matplotlib.use('Agg')
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.savefig('a.png')
import os
assert os.path.getsize('a.png') > 1000
## pandas
import pandas as pd
pd.DataFrame({'a': [1, 2]}).to_csv('a.csv')
assert pd.read_csv('a.csv').a.sum() == 3
## joblib
import joblib
assert joblib.Parallel(n_jobs=2)(joblib.delayed(abs)(-i) for i in range(3)) == [0, 1, 2]
## torch with workers
import torch
from torch.utils.data import DataLoader, TensorDataset
d = TensorDataset(torch.arange(8.0))
assert sum(b[0].sum() for b in DataLoader(d, 2, num_workers=2)) == 28
torch.nn.Linear(3, 3)(torch.ones(3)).sum().backward()
## a process in the background
import subprocess, os
p = subprocess.Popen(['sleep', '30'])
p.terminate()
assert p.wait() == -15
## a compiler
import shutil, subprocess
if shutil.which('gcc'):
    open('a.c', 'w').write('int main(void) { return 9; }')
    subprocess.run(['gcc', 'a.c', '-o', 'a.out'], check=True)
    assert subprocess.run(['./a.out']).returncode == 9
"""
EXAMPLES = dict(one.split("\n", 1) for one in WORKS.split("## ")[1:])


@pytest.fixture(scope="module")
def sandbox():
    """The student side as grading starts it."""
    one = Sandbox(GradingEngine(imports=["numpy", "torch", "pandas", "matplotlib.pyplot"]))
    one.start()
    one.wait()
    yield one
    one.clean_up(0)
    one.stop()


@pytest.fixture(scope="module")
def student(sandbox):
    """One student's process."""
    made = Student(sandbox, {}, 1, CellLimits(120.0, 360.0), {})
    ok, outputs = made.run(PREAMBLE, [])
    assert ok, outputs
    yield made
    made.close()


def said(student, expression):
    ok, outputs = student.run(f"print({expression})", [])
    assert ok, outputs
    return outputs[-1]["text"].strip()


only_x86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="numbers of system calls of x86-64")


@only_x86
@pytest.mark.parametrize("name", REFUSED)
def test_a_call_is_refused(student, name):
    expression, expected = REFUSED[name]
    assert said(student, expression) == expected


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW"])
def test_only_unix_sockets_can_be_made(student, family, kind):
    assert said(student, f"tried(socket.socket, {FAMILIES[family]}, socket.{kind})") == "EAFNOSUPPORT"


@only_x86
@pytest.mark.parametrize(
    "code",
    [
        "call(0x40000000 + 39)",  # getpid of x32
        "call(0x40000000 + 319, b'm', 0)",
        # int 0x80 with the number of getpid of 32-bit programs
        "import mmap\nm = mmap.mmap(-1, 4096, prot=7)\nm.write(bytes.fromhex('b814000000cd80c3'))\n"
        "ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))()",
    ],
    ids=["x32", "a memory file by x32", "32 bits"],
)
def test_calls_of_another_architecture_end_the_process(sandbox, code):
    one = Student(sandbox, {}, 1, CellLimits(60.0, 180.0), {})
    one.run(PREAMBLE, [])
    with pytest.raises(Gone, match=r"signal (31|11)") as gone:
        one.run(code, [])
    assert gone.value.reason == "killed"


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_students_use_works(student, name):
    ok, outputs = student.run(EXAMPLES[name], [])
    assert ok, outputs


def test_what_is_started_is_filtered_too(student):
    ok, outputs = student.run(
        "import subprocess, sys\nr = subprocess.run([sys.executable, '-c', 'import os; os.memfd_create(chr(109))'], "
        "capture_output=True, text=True)\nprint(r.stderr)",
        [],
    )
    assert ok
    assert "Function not implemented" in outputs[-1]["text"]


def test_the_committed_filters_are_made_from_the_policy():
    """Where this fails: python tools/seccomp_policy.py."""
    policy = (ROOT / "tools" / "seccomp_policy.py").read_bytes()
    recorded = ROOT / "autograder" / "engine" / "inside" / "filters" / "policy.sha256"
    assert recorded.read_text().strip() == hashlib.sha256(policy).hexdigest()


ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# The generic table of new architectures.
AARCH64 = {"openat": 56, "read": 63, "clone": 220, "socket": 198, "fcntl": 25, "memfd_create": 279, "ptrace": 117}
AARCH64 |= {"io_uring_setup": 425, "unshare": 97, "sched_setaffinity": 122, "execve": 221, "exit_group": 94}
AARCH64 |= {"futex": 98, "mmap": 222, "clone3": 435, "keyctl": 219, "shmget": 194, "getrandom": 278}


@dataclass
class Machine:
    """Runs a filter as the kernel does: classic BPF."""

    program: bytes

    def decide(self, arch: int, number: int, *arguments: int) -> int:
        given = [*arguments, 0, 0, 0, 0, 0, 0][:6]
        data = struct.pack("<iIQ6Q", number, arch, 0, *[one & (1 << 64) - 1 for one in given])
        code = list(struct.iter_unpack("<HBBI", self.program))
        at = accumulator = 0
        while True:
            operation, yes, no, k = code[at]
            at += 1
            if operation == 0x20:
                (accumulator,) = struct.unpack_from("<I", data, k)
            elif operation == 0x54:
                accumulator &= k
            elif operation == 0x05:
                at += k
            elif operation in (0x15, 0x25, 0x35):
                at += yes if {0x15: accumulator == k, 0x25: accumulator > k, 0x35: accumulator >= k}[operation] else no
            else:
                assert operation == 0x06, hex(operation)
                return k


@pytest.fixture(scope="module", params=["x86_64", "aarch64"])
def machine(request):
    return request.param, Machine(seccomp.load(False, request.param)), Machine(seccomp.load(True, request.param))


def test_the_filter_for_arm_decides_as_it_should():
    """By hand: no such machine is at hand here."""
    arm, audit = Machine(seccomp.load(False, "aarch64")), AUDIT["aarch64"]
    for name in ("openat", "read", "execve", "exit_group", "futex", "mmap", "getrandom"):
        assert arm.decide(audit, AARCH64[name]) == ALLOW, name
    for name in ("memfd_create", "io_uring_setup", "clone3", "shmget"):
        assert arm.decide(audit, AARCH64[name]) == ERRNO | errno.ENOSYS, name
    for name in ("ptrace", "unshare", "sched_setaffinity", "keyctl"):
        assert arm.decide(audit, AARCH64[name]) == ERRNO | errno.EPERM, name
    assert arm.decide(audit, AARCH64["clone"], 0x01200011) == ALLOW
    assert arm.decide(audit, AARCH64["clone"], 0x10000011) == ERRNO | errno.EPERM
    assert arm.decide(audit, AARCH64["fcntl"], 3, 1024) == ERRNO | errno.ENOSYS
    assert arm.decide(audit, AARCH64["fcntl"], 3, 1 << 32 | 1024) == ERRNO | errno.ENOSYS
    assert arm.decide(audit, AARCH64["fcntl"], 3, 3) == ALLOW


def test_unknown_calls_are_not_there_and_other_architectures_are_killed(machine):
    name, closed, opened = machine
    for one in (closed, opened):
        assert {one.decide(AUDIT[name], number) for number in range(600, 1000)} == {ERRNO | errno.ENOSYS}
        for other in (0x40000003, 0x40000028, AUDIT["aarch64" if name == "x86_64" else "x86_64"]):
            assert {one.decide(other, number) for number in range(500)} == {KILL}


def test_with_a_network_sockets_of_the_internet_are_added_and_nothing_else(machine):
    name, closed, opened = machine
    socket_number = {"x86_64": 41, "aarch64": 198}[name]
    decided = {family: opened.decide(AUDIT[name], socket_number, family) for family in range(50)}
    assert {family for family, action in decided.items() if action == ALLOW} == {1, 2, 10, 16}
    assert closed.decide(AUDIT[name], socket_number, 2) == ERRNO | errno.EAFNOSUPPORT
    for number in range(470):
        for first in (0, 1, 17, 1024):
            if closed.decide(AUDIT[name], number, first) == ALLOW:
                assert opened.decide(AUDIT[name], number, first) == ALLOW


def test_there_is_no_filter_for_an_unknown_machine():
    assert seccomp.load(False, "riscv64") == b""
