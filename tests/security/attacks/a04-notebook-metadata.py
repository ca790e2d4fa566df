# %% [markdown] row="A4"
# # The notebook chooses its kernel
#
# Tests that never run as Python: the notebook asks for a kernel of its own, named in files that come with it.

# %% edit=true
import json
nb["metadata"]["kernelspec"] = {"name": "@TOKEN@", "display_name": "mine", "language": "bash"}
nb["metadata"]["language_info"] = {"name": "bash", "file_extension": ".sh", "mimetype": "text/x-sh"}
nb["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}}
for where in ("kernels", "share/jupyter/kernels", ".local/share/jupyter/kernels"):
    spec = folder / where / "@TOKEN@"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({"argv": ["sh", "-c", "touch @MARK@"], "display_name": "x", "language": "sh"}))
