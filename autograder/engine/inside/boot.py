"""Where root started the sandbox, of the machine or of a namespace: become nobody, and go on as the zygote."""

from __future__ import annotations

import ctypes
import os

NOBODY = 65534


def main() -> None:
    """``python -m inside.boot FD``."""
    libc = ctypes.CDLL(None, use_errno=True)
    # Mounted here where bubblewrap would cover parts of it; a namespace below may then have its own.
    if not os.path.isdir("/proc/self") and libc.mount(b"proc", b"/proc", b"proc", 2 | 4 | 8, None) != 0:
        raise SystemExit(f"mount /proc: {os.strerror(ctypes.get_errno())}")
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    from . import namespaces

    namespaces.leave_keyring()
    namespaces.drop_privileges()
    # A process that gave up root may not write its own user mapping until it says that it has nothing to hide.
    libc.prctl(4, 1, 0, 0, 0)
    from . import zygote

    zygote.main()


if __name__ == "__main__":
    main()
