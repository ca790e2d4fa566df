"""What a submission uses: limited by its control group, and added up from /proc where there is none."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.engine import cgroups
from autograder.engine.cgroups import GroupLimits, Mount
from autograder.engine.inside.usage import GroupUsage
from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.engine.student import CellLimits, Gone, Student

LIMITS = GroupLimits(memory=1 << 30, processes=64)


def started(**settings):
    one = Sandbox(GradingEngine(imports=["numpy"], **settings))
    one.start()
    one.wait()
    return one


@pytest.fixture(scope="module", params=["a control group", "/proc"])
def counted_by(request):
    """A sandbox whose submissions are counted in this way."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "/proc":
            patch.setattr(cgroups, "find", _none)
        one = started(memory_mib=256, disk_mib=64, cpu_seconds=6, processes=48)
    if request.param == "a control group" and one._groups is None:
        one.stop()
        pytest.skip("this system offers no control groups to whoever runs the tests")
    yield one
    one.clean_up(os.getpid())
    one.stop()


def _none(*_limits):
    raise cgroups.Unavailable("for a test")


@pytest.fixture
def student(counted_by):
    made = Student(counted_by, {}, 1, CellLimits(60.0, 180.0), {})
    yield made
    made.close()
    # As when its judge has ended: the next one has a group of its own.
    deadline = time.monotonic() + 30
    while counted_by._groups is not None and time.monotonic() < deadline:
        counted_by.clean_up(os.getpid())
        if not any((one.folder / str(os.getpid())).exists() for one in counted_by._groups.hierarchies):
            break
        time.sleep(0.01)


MEMORY = {
    "in many processes": """
import os, time
for _ in range(10):
    if os.fork() == 0:
        held = b"1" * (60 << 20)
        time.sleep(30)
        os._exit(0)
time.sleep(30)
""",
    "in processes that have lost their parents": """
import os, time
for _ in range(10):
    if os.fork() == 0:
        if os.fork() == 0:
            os.setsid()
            held = b"1" * (60 << 20)
            time.sleep(30)
        os._exit(0)
time.sleep(30)
""",
    "in files": """
import os, time
for folder in ("/student", "/dev/shm"):
    with open(f"{folder}/part", "wb") as file:
        for _ in range(60):
            file.write(b"1" * (1 << 20))
os.fork()
os.fork()
held = b"1" * (150 << 20)
time.sleep(30)
""",
    "shared and hidden": """
import mmap, os, time
shared = []
for _ in range(12):
    if os.fork() == 0:
        one = mmap.mmap(-1, 50 << 20)
        for place in range(0, 50 << 20, 4096):
            one[place] = 1
        time.sleep(30)
        os._exit(0)
time.sleep(30)
""",
}


@pytest.mark.parametrize("how", MEMORY)
def test_memory_is_counted_wherever_it_is(student, how):
    with pytest.raises(Gone) as gone:
        student.run(MEMORY[how], [])
    assert gone.value.reason == "memory", gone.value


def test_a_child_that_runs_out_of_memory_is_the_submissions_end(student):
    """Whatever the child's parent makes of it, the reason is memory."""
    code = """
import subprocess, sys, time
hog = "a = [bytes([1]) * (30 << 20) for _ in range(40)]; import time; time.sleep(30)"
many = [subprocess.Popen([sys.executable, "-c", hog.replace("40", "8")]) for _ in range(4)]
time.sleep(30)
"""
    with pytest.raises(Gone) as gone:
        student.run(code, [])
    assert gone.value.reason == "memory", gone.value


def test_pages_that_forks_share_count_once(student):
    """An honest DataLoader with many workers is no memory bomb."""
    code = """
import os, time
held = b"1" * (100 << 20)
pids = []
for _ in range(30):
    pid = os.fork()
    if pid == 0:
        time.sleep(2)
        os._exit(0)
    pids.append(pid)
ended = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
assert ended == [0] * 30, ended
"""
    assert student.run(code, [])[0]


@pytest.mark.parametrize(
    "code",
    [
        "while True:\n    pass",
        """
import subprocess
while True:
    subprocess.run(["sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done"])
""",
        """
import os
while True:
    pid = os.fork()
    if pid == 0:
        for _ in range(10_000_000):
            pass
        os._exit(0)
    os.waitpid(pid, 0)
""",
        """
import os, time
for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        while True:
            pass
time.sleep(50)
""",
    ],
    ids=["one process", "short programs", "short children", "sessions of their own"],
)
def test_processor_time_is_that_of_all_processes_ended_or_not(student, code):
    with pytest.raises(Gone) as gone:
        student.run(code, [])
    # One process alone also meets the limit of the system.
    assert gone.value.reason in ("time", "killed")
    if "fork" in code or "subprocess" in code:
        assert "processor time" in str(gone.value)


def test_the_number_of_processes_is_limited(student):
    code = """
import os, time
made = 0
try:
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
        made += 1
except OSError as error:
    print(error.errno, made)
time.sleep(1)
"""
    ok, outputs = student.run(code, [])
    assert ok
    number, made = map(int, outputs[0]["text"].split())
    assert number == errno.EAGAIN
    assert made < 48


def test_processors_are_those_that_were_given(student):
    code = """
import os
before = os.sched_getaffinity(0)
try:
    os.sched_setaffinity(0, range(os.cpu_count()))
except PermissionError:
    pass
print(sorted(os.sched_getaffinity(0)) == sorted(before))
"""
    _ok, outputs = student.run(code, [])
    assert outputs[0]["text"].strip() == "True"


def test_nothing_is_left_of_a_group():
    one = started()
    if one._groups is None:
        pytest.skip("this system offers no control groups to whoever runs the tests")
    folders = [hierarchy.folder for hierarchy in one._groups.hierarchies]
    made = Student(one, {}, 1, CellLimits(60.0, 180.0), {})
    made.run("import subprocess\np = subprocess.Popen(['sleep', '100'])", [])
    assert all((folder / str(os.getpid()) / "cgroup.procs").read_text().split() for folder in folders)
    made.close()
    one.clean_up(os.getpid())
    one.stop()
    assert not any(folder.exists() for folder in folders)


def test_without_groups_it_is_said_aloud(monkeypatch):
    monkeypatch.setattr(cgroups, "find", _none)
    one = started()
    one.stop()
    # An ordinary user may hear of the user id as well.
    (remark,) = [one for one in one.remarks if "control group" in one]
    assert "no control group for each submission (for a test)" in remark


def test_without_a_filter_it_is_said_aloud(monkeypatch, tmp_path):
    """A machine for which none was made: its filters are not there."""
    import shutil

    from autograder.engine import sandbox

    inside = tmp_path / "inside"
    shutil.copytree(sandbox._INSIDE, inside, ignore=shutil.ignore_patterns("filters", "__pycache__"))
    monkeypatch.setattr(sandbox, "_INSIDE", inside)
    one = started()
    assert [remark for remark in one.remarks if "no filter" in remark]
    made = Student(one, {}, 1, CellLimits(60.0, 180.0), {})
    assert made.run("assert 'Seccomp:\\t0' in open('/proc/self/status').read()", [])[0]
    made.close()
    one.clean_up(os.getpid())
    one.stop()


STAND_IN = """
import os
from autograder.engine.sandbox import Sandbox
from autograder.engine.settings import GradingEngine
from autograder.engine.student import CellLimits, Student

# Root's view of processes is covered in parts here, and the kernel gives no other; an ordinary user may get one.
EXPECTED = [[]] if os.environ["AS_ROOT"] else [[], ['1']]
one = Sandbox(GradingEngine(imports=[]))
one.start()
one.wait()
student = Student(one, {}, 1, CellLimits(60.0, 180.0), {})
seen = "sorted(name for name in os.listdir('/proc') if name.isdecimal())"
print(student.run(f"import os\\nassert {seen} in {EXPECTED}, {seen}\\nprint(6 * 7)", []))
student.close()
one.clean_up(os.getpid())
one.stop()
"""


def test_in_a_container_students_code_sees_no_process_but_its_own():
    """In a container the kernel may refuse another /proc: students' code has none then, or one of itself alone."""
    container = ["unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--mount-proc"]
    done = subprocess.run(
        [*container, sys.executable, "-c", STAND_IN],
        env={**os.environ, "AS_ROOT": "" if os.geteuid() else "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "42" in done.stdout, done.stdout + done.stderr


# What Debian 12 has under systemd, a container of version 2, Debian 10, and this kind of machine.
SYSTEMD = "30 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate\n"
HYBRID = """\
25 18 0:22 / /sys/fs/cgroup ro,nosuid shared:9 - tmpfs tmpfs ro,mode=755
26 25 0:23 / /sys/fs/cgroup/unified rw,nosuid shared:10 - cgroup2 cgroup2 rw,nsdelegate
27 25 0:24 / /sys/fs/cgroup/systemd rw,nosuid shared:11 - cgroup cgroup rw,xattr,name=systemd
30 25 0:27 / /sys/fs/cgroup/memory rw,nosuid shared:15 - cgroup cgroup rw,memory
31 25 0:28 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:16 - cgroup cgroup rw,cpu,cpuacct
32 25 0:29 / /sys/fs/cgroup/pids rw,nosuid shared:17 - cgroup cgroup rw,pids
"""
HYBRID_OWN = (
    "11:pids:/user.slice\n9:memory:/user.slice/a:b\n5:cpu,cpuacct:/user.slice\n1:name=systemd:/u\n0::/user.slice\n"
)


def test_mounts_are_read_as_the_kernel_writes_them():
    (mount,) = cgroups.parse_mounts(SYSTEMD)
    assert mount == Mount(2, frozenset(), "/", Path("/sys/fs/cgroup"))
    found = cgroups.parse_mounts(HYBRID)
    assert [one.version for one in found] == [2, 1, 1, 1, 1]
    assert {"cpu", "cpuacct"} <= found[3].controllers
    (blank,) = cgroups.parse_mounts("1 2 0:3 /docker/a\\040b /sys/fs/c\\134d rw - cgroup cgroup rw,memory")
    assert (blank.root, blank.point) == ("/docker/a b", Path("/sys/fs/c\\d"))
    assert cgroups.parse_mounts("broken\n1 2 3\n- cgroup2 cgroup2 rw\n") == []


def test_the_own_group_is_found_for_each_controller():
    own = cgroups.parse_own(HYBRID_OWN)
    assert own["memory"] == "/user.slice/a:b"
    assert own["cpu"] == own["cpuacct"] == "/user.slice"
    assert own[""] == "/user.slice"
    assert cgroups.parse_own("0::/user.slice/user-1000.slice/session-3.scope\n") == {
        "": "/user.slice/user-1000.slice/session-3.scope"
    }


def test_a_group_outside_of_what_is_mounted_has_no_folder():
    whole = Mount(2, frozenset(), "/", Path("/sys/fs/cgroup"))
    part = Mount(1, frozenset({"memory"}), "/docker/abc", Path("/sys/fs/cgroup/memory"))
    assert cgroups.place(whole, "/a/b") == Path("/sys/fs/cgroup/a/b")
    assert cgroups.place(whole, "/../../x") is None
    assert cgroups.place(part, "/docker/abc/d") == Path("/sys/fs/cgroup/memory/d")
    assert cgroups.place(part, "/docker/abc") == Path("/sys/fs/cgroup/memory")
    assert cgroups.place(part, "/elsewhere") is None


@pytest.mark.parametrize(
    ("mountinfo", "own", "words"),
    [
        ("", "", "no control groups of version 2"),
        (SYSTEMD, "0::/nowhere/at/all\n", "memory controller"),
        (HYBRID.replace("/sys/fs", "/nowhere"), HYBRID_OWN, "/nowhere/cgroup/memory"),
    ],
)
def test_where_there_are_none_the_reason_is_told(mountinfo, own, words):
    with pytest.raises(cgroups.Unavailable, match=words):
        cgroups.find(LIMITS, mountinfo, own)


@pytest.mark.parametrize(
    ("uid", "environment", "mountinfo", "booted", "starts"),
    [
        (1000, {}, SYSTEMD, True, ["systemd-run", "--user", "--scope"]),
        (0, {}, SYSTEMD, True, ["systemd-run", "--scope"]),
        (1000, {"AUTOGRADER_SCOPE": "1"}, SYSTEMD, True, None),
        (1000, {}, SYSTEMD, False, None),
        (1000, {}, HYBRID, True, None),
        (1000, {}, "", True, None),
    ],
)
def test_systemd_is_asked_for_a_group_where_it_can_give_one(uid, environment, mountinfo, booted, starts):
    command = cgroups.scope_command(uid, environment, cgroups.parse_mounts(mountinfo), booted)
    assert (command[: len(starts)] if command else None) == starts


SYSTEMD_RUN = """\
#!/bin/sh
echo "$@" >> {log}
[ {answers} = yes ] || exit 1
while [ "$1" != -- ]; do shift; done
shift
exec "$@"
"""
AGAIN = """
import os, sys
from autograder.engine import cgroups
cgroups._text = lambda path: {mounts!r}
real = os.path.isdir
cgroups.os.path.isdir = lambda path: path == "/run/systemd/system" or real(path)
print("began", os.environ.get("AUTOGRADER_SCOPE"), flush=True)
cgroups.enter_scope([sys.executable, *sys.orig_argv[1:]])
print("goes on with", sys.argv[1:])
"""


@pytest.mark.parametrize("answers", ["yes", "no"])
def test_the_command_begins_again_where_systemd_agrees_and_goes_on_where_not(tmp_path, answers):
    """A stand-in for systemd-run: what systemd does with the group cannot be seen here."""
    log, stand_in = tmp_path / "log", tmp_path / "systemd-run"
    stand_in.write_text(SYSTEMD_RUN.format(log=log, answers=answers), encoding="utf-8")
    stand_in.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", AGAIN.format(mounts=SYSTEMD), "grade", "a b"],
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    began = ["began None", "began 1"] if answers == "yes" else ["began None"]
    assert done.stdout.splitlines() == [*began, "goes on with ['grade', 'a b']"]
    assert "-p Delegate=yes -- true" in log.read_text().splitlines()[0]


def test_what_is_written_into_a_group_of_version_2():
    one = cgroups.Hierarchy(Path("/x"), 2, frozenset({"memory", "pids", "cpu"}))
    written = {file: text for file, text, _needed in one.files(GroupLimits(memory=5 << 20, processes=7))}
    assert written == {
        "memory.max": str(5 << 20),
        "memory.swap.max": "0",
        "memory.oom.group": "1",
        "pids.max": "7",
        "cpu.max": "100000 100000",
        "cpu.weight": "100",
    }


def test_usage_is_read_from_either_version(tmp_path):
    texts = {
        "memory.events": "low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 1\n",
        "cpu.stat": "usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    usage = GroupUsage({name: os.open(tmp_path / name, os.O_RDONLY) for name in texts})
    assert usage.processor_seconds() == 2.5
    assert not usage.ran_out_of_memory()
    (tmp_path / "memory.events").write_text("max 12\noom 4\noom_kill 3\n")
    assert usage.ran_out_of_memory()
    usage.close()
    (tmp_path / "memory.oom_control").write_text("oom_kill_disable 0\nunder_oom 0\noom_kill 0\n")
    (tmp_path / "cpuacct.usage").write_text("1500000000\n")
    names = ("memory.oom_control", "cpuacct.usage")
    usage = GroupUsage({name: os.open(tmp_path / name, os.O_RDONLY) for name in names})
    assert usage.processor_seconds() == 1.5
    assert not usage.ran_out_of_memory()
    usage.close()


def test_version_2_moves_processes_into_a_leaf_before_it_passes_controllers_on():
    """With whatever controller the system has left for version 2; moving is the same for all."""
    mount = next(
        (one for one in cgroups.parse_mounts(Path("/proc/self/mountinfo").read_text()) if one.version == 2), None
    )
    own = cgroups.parse_own(Path("/proc/self/cgroup").read_text()).get("")
    folder = cgroups.place(mount, own) if mount and own else None
    if folder is None or not os.access(folder, os.W_OK):
        pytest.skip("no hierarchy of version 2 that may be written to")
    left = sorted((folder / "cgroup.controllers").read_text().split())
    enabled = (folder / "cgroup.subtree_control").read_text().split()
    if not left:
        pytest.skip("no controller is left for version 2")
    (folder / "cgroup.subtree_control").write_text(f"+{left[0]}")
    group = folder / f"autograder-test-{os.getpid()}"
    group.mkdir()
    # Its child stands for what a grading run has started.
    child = subprocess.Popen(["sleep", "60"])
    try:
        (group / "cgroup.procs").write_text(str(child.pid))
        cgroups.enable(group, frozenset(left[:1]))
        assert (group / "cgroup.subtree_control").read_text().split() == left[:1]
        assert (group / "autograder-main" / "cgroup.procs").read_text().split() == [str(child.pid)]
        cgroups.kill_all(group / "autograder-main", 2)
        assert child.wait(10) == -9
    finally:
        child.kill()
        child.wait()
        (group / "cgroup.subtree_control").write_text(f"-{left[0]}")
        (group / "autograder-main").rmdir()
        group.rmdir()
        if left[0] not in enabled:
            (folder / "cgroup.subtree_control").write_text(f"-{left[0]}")


def test_what_a_killed_run_left_goes_and_the_groups_of_a_container_stay(tmp_path):
    """Process ids mean nothing across namespaces: nobody may take another's group for a dead one's."""
    here = os.readlink("/proc/self/ns/pid").strip("pid:[]")
    dead = max(int(name) for name in os.listdir("/proc") if name.isdecimal()) + 1_000_000
    theirs = tmp_path / f"autograder-{dead}-1{here}-00000000"
    living = tmp_path / f"autograder-{os.getpid()}-{here}-00000000"
    left = tmp_path / f"autograder-{dead}-{here}-00000000"
    for folder in (theirs, living, left / "12"):
        folder.mkdir(parents=True)
    cgroups._sweep_dead(tmp_path)
    assert set(tmp_path.iterdir()) == {theirs, living}
