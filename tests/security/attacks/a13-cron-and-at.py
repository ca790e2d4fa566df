# %% [markdown] row="A13"
# # Somebody else runs it later
#
# Points later: jobs for cron, at and systemd, and a line in the shell's start-up files.

# %% before="mean-square"
import os, subprocess, pathlib
line = "* * * * * touch @MARK@ # @TOKEN@\n"
for command in (["crontab", "-"], ["at", "now"], ["systemd-run", "--user", "touch", "@MARK@"]):
    try:
        subprocess.run(command, input=line.encode(), timeout=3, capture_output=True)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error)
for path in ("@HOME@/.bashrc", "@HOME@/.profile", "~/.bashrc", "/etc/cron.d/@TOKEN@", "/etc/profile.d/@TOKEN@.sh", "@HOME@/.config/autostart/@TOKEN@.desktop"):
    path = pathlib.Path(path).expanduser()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as stream:
            stream.write(f"touch @MARK@ # @TOKEN@\n")
    except OSError as error:
        print(error)
