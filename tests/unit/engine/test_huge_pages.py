"""A warm process that is forked again and again: its memory in huge pages, and all of it still there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.engine.inside.huge_pages import whole

MAPS = """\
55c6d3e9f000-55c6d86ff000 rw-p 00000000 00:00 0                          [heap]
7f0a80000000-7f0a80400000 rw-p 00000000 00:00 0
7f0a80400000-7f0a80800000 r--p 00000000 00:00 0
7f0a80a00000-7f0a80bff000 rw-p 00000000 00:00 0
7f0a90000000-7f0a90800000 rw-p 00000000 fe:00 12   /usr/lib/a library.so
7f0aa0000000-7f0aa0800000 rw-s 00000000 00:01 13   /dev/zero (deleted)
"""
PROGRAM = """
import os, sys
from pathlib import Path
from autograder.engine.inside import huge_pages

def huge():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("AnonHugePages"))

kept = [bytes([n % 256]) * 1000 + str(n).encode() for n in range(60_000)]
before = huge()
huge_pages.gather()
print(before, huge())
child = os.fork()
right = all(one == bytes([n % 256]) * 1000 + str(n).encode() for n, one in enumerate(kept))
if child == 0:
    os._exit(not right)
print(right, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_only_whole_huge_pages_of_its_own_memory_are_gathered():
    two = 2 << 20
    heap, plain = whole(MAPS.splitlines(keepends=True))
    assert [end % two for pair in (heap, plain) for end in pair] == [0, 0, 0, 0]
    assert 0x55C6D3E9F000 <= heap[0] < heap[1] <= 0x55C6D86FF000
    assert plain == (0x7F0A80000000, 0x7F0A80400000)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has them")
def test_what_was_there_is_there_and_lies_in_huge_pages():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    sizes, same = done.stdout.splitlines()
    assert same == "True 0"
    before, after = map(int, sizes.split())
    version = tuple(map(int, Path("/proc/sys/kernel/osrelease").read_text().split("-")[0].split(".")[:2]))
    if version >= (6, 1) and Path("/sys/kernel/mm/transparent_hugepage").is_dir():
        # In KiB: most of the 60 MB that it holds.
        assert after - before > 30 << 10
