# %% [markdown] row="A19"
# # A notebook that claims to be trusted
#
# The same in JupyterLab, which runs output only in notebooks that it trusts: trust is claimed in metadata and in the user's own data base.

# %% edit=true
nb["metadata"].update(trusted=True, signature="sha256:" + "0" * 64)
for cell in nb["cells"]:
    cell["metadata"]["trusted"] = True

# %% before="mean-square"
import glob, os
from IPython.display import HTML, display
for path in glob.glob("@HOME@/.local/share/jupyter/nbsignatures.db") + glob.glob("@HOME@/.local/share/jupyter/notebook_secret"):
    print("@CLAIM@", path)
display(HTML("<script>window.__attacked='@NAME@'</script>"))
