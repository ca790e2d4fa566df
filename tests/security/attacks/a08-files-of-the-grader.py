# %% [markdown] row="A8"
# # Files as the grader writes them for itself
#
# Points and other people's work: a gradebook, receipts, a regrading that waits, forgiven tests, a backup and settings are handed in, each where the grader looks from its own folder.

# %% edit=true
import io, json, tarfile, time
def put(name, body):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body)
run = "open('@MARK@', 'w').write('@TOKEN@')\nc = get_config()\n"
for name in ("nbgrader_config.py", "jupyter_config.py", "jupyter_server_config.py", ".jupyter/jupyter_config.py", "conftest.py", "sitecustomize.py"):
    put(name, run)
everything = ["mean-square-values", "clamp-values", "golden-value", "divisors-values", "prime-values"]
put("forgiven.json", json.dumps({"01-victim": everything}))
for place in (".", "..-", ".autograder"):
    put(f"{place}/regrade/pending/regrade.json", json.dumps({"name": "2026-01-01T00-00-00", "changes": [["01-victim", "@NAME@", "01-victim", one, 0, 3] for one in everything], "graded": [["01-victim", "@NAME@"]], "forgiven": {"01-victim": everything}, "by_hand": 0}))
    put(f"{place}/forgiven.json", json.dumps({"01-victim": everything}))
put(".receipts/01-victim/@NAME@.json", json.dumps({"name": "@NAME@", "student": "@NEIGHBOUR@", "claimed": "2000-01-01 00:00:00 UTC", "received": "2000-01-01T00:00:00+00:00"}))
put("timestamp.txt", "2000-01-01 00:00:00 UTC")
put("submission_secret.txt", "@TOKEN@" * 1000)
put("gradebook.lock", "")
put("gradebook.db", "SQLite format 3\0")
put(".01-victim.1.part", json.dumps({"cells": [], "metadata": {"autograder": {"fingerprint": "0" * 64}}, "nbformat": 4, "nbformat_minor": 5}))
put("roster.csv", "id,first_name,lms_user_id\n@NEIGHBOUR@,=cmd|' /C calc'!A0,1\n")
made = io.BytesIO()
with tarfile.open(fileobj=made, mode="w:gz") as archive:
    entry = tarfile.TarInfo("../../solutions/01-victim/01-victim.py")
    archive.addfile(entry, io.BytesIO(b""))
    link = tarfile.TarInfo("submitted/@NEIGHBOUR@")
    link.type, link.linkname = tarfile.SYMTYPE, "@COURSE@/solutions"
    archive.addfile(link)
(folder / "class-2026-01-01-000000.tar.gz").write_bytes(made.getvalue())
nb["metadata"]["autograder"] = {"fingerprint": "0" * 64, "seed": 1, "regraded": "1 January 2026 <script>window.__attacked=1</script>"}
