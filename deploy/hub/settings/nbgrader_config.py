"""nbgrader's settings for everybody on the hub."""

import os

c = get_config()  # noqa: F821 - nbgrader gives it to its configuration

c.Exchange.root = os.environ.get("NBGRADER_EXCHANGE", "/srv/nbgrader/exchange")
# A student of two courses has a folder for each. It has to be so before the first assignment is fetched.
c.Exchange.path_includes_course = True
# What lacks a notebook of the assignment is not handed in.
c.ExchangeSubmit.strict = True
# The server of a person's own asks the hub of which courses they are; a service belongs to its own course.
if "JUPYTERHUB_API_TOKEN" in os.environ and "JUPYTERHUB_SERVICE_NAME" not in os.environ:
    from nbgrader.auth import JupyterHubAuthPlugin

    c.Authenticator.plugin_class = JupyterHubAuthPlugin
