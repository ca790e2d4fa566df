"""Where root started the sandbox, of the machine or of a namespace: become nobody, and go on as the zygote."""

from __future__ import annotations

import os

from . import namespaces

NOBODY = 65534


def main() -> None:
    """``python -m inside.boot FD``."""
    # Mounted here where bubblewrap would cover parts of it; a namespace below may then have its own.
    if not os.path.isdir("/proc/self"):
        namespaces.mount_proc()
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    namespaces.leave_keyring()
    namespaces.drop_privileges()
    namespaces.be_dumpable()
    # Imported without root's rights.
    from . import zygote

    zygote.main()


if __name__ == "__main__":
    main()
