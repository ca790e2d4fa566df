# %% [markdown] row="A15"
# # More rights through other programs
#
# The instructor's rights or root's: sudo, su, set-user-id files, capabilities, a shell for the host through bwrap itself.

# %% before="mean-square"
import os, subprocess, ctypes
for command in (["sudo", "-n", "touch", "@MARK@"], ["su", "-c", "touch @MARK@"], ["bwrap", "--bind", "/", "/", "touch", "@MARK@"],
                ["nsenter", "-t", "1", "-a", "touch", "@MARK@"], ["pkexec", "touch", "@MARK@"], ["unshare", "-Urm", "touch", "@MARK@"],
                ["setpriv", "--reuid=0", "touch", "@MARK@"], ["docker", "run", "-v", "/:/h", "alpine", "touch", "/h@MARK@"]):
    try:
        done = subprocess.run(command, timeout=3, capture_output=True, stdin=subprocess.DEVNULL)
        print(command[0], done.returncode)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(command[0], type(error).__name__)
for line in open("/proc/self/status"):
    if line.startswith(("CapEff", "CapBnd", "NoNewPrivs", "Seccomp:")):
        print(line.strip())
    if line.startswith("NoNewPrivs:\t0"):
        print("new privileges are possible")
try:
    os.setuid(0)
    open("@MARK@", "w").write("@TOKEN@")
except OSError as error:
    print(error)
