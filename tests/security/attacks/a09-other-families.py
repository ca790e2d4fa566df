# %% [markdown] row="A9"
# # Other kinds of socket, and tools
#
# A way out that nobody thought of: netlink, packet sockets, curl, bash's /dev/tcp, the multiprocessing resource tracker.

# %% before="mean-square"
import socket, subprocess
for family, address in ((socket.AF_PACKET, ("lo", 0)), (socket.AF_INET, ("127.0.0.1", int("@TCP@")))):
    for kind in (socket.SOCK_STREAM, socket.SOCK_RAW):
        try:
            with socket.socket(family, kind) as one:
                one.settimeout(0.5)
                one.connect(address)
                one.send(b"@TOKEN@")
        except (OSError, ValueError, TypeError) as error:
            print(error)
for command in (["curl", "-sm1", "http://127.0.0.1:@TCP@/@TOKEN@"], ["bash", "-c", "echo @TOKEN@ > /dev/tcp/127.0.0.1/@TCP@"]):
    try:
        subprocess.run(command, timeout=3, capture_output=True)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error)
try:
    links = [line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]]
    if [name for name in links if name != "lo" and name]:
        print("a network interface:", links)
except OSError as error:
    print(error)
