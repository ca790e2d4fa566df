"""JupyterHub for courses with nbgrader and grading at once: /etc/jupyterhub/jupyterhub_config.py (see README.md).

``courses.toml`` beside this file, or where GAN_HUB_COURSES says, names the courses and their people.
"""

import os
import sys
import tomllib
from pathlib import Path

c = get_config()  # noqa: F821 - JupyterHub gives it to its configuration

HERE = Path(__file__).resolve().parent
BIN = Path(sys.prefix) / "bin"
COURSES = tomllib.loads(Path(os.environ.get("GAN_HUB_COURSES", HERE / "courses.toml")).read_text(encoding="utf-8"))
courses = COURSES["courses"]
# Of nbgrader and JupyterLab, for everybody; for the servers of people's own, in which formgrader has no place, also
# what lies in a folder of it.
SETTINGS = HERE / "settings"
PLACES = {
    "NBGRADER_EXCHANGE": COURSES["exchange"],
    "PATH": f"{BIN}{os.pathsep}{os.defpath}",
    "JUPYTER_CONFIG_PATH": str(SETTINGS),
}

# Behind a proxy that speaks TLS, on the same machine.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
c.ConfigurableHTTPProxy.command = os.environ.get(
    "GAN_HUB_PROXY", str(HERE / "node_modules/.bin/configurable-http-proxy")
)
# Students' servers go on when the hub is started anew.
c.JupyterHub.cleanup_servers = False

# Who may log in: users of the system with their passwords (PAM), if they are of a course.
teachers = {name for one in courses.values() for name in one["instructors"]}
people = teachers | {name for one in courses.values() for name in one["students"]}
c.Authenticator.allowed_users = people

# Each server runs as its user: that is how the exchange knows whose a submission is.
c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [str(BIN / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
c.Spawner.environment = PLACES | {"JUPYTER_CONFIG_PATH": f"{SETTINGS / 'own-servers'}{os.pathsep}{SETTINGS}"}
c.Spawner.http_timeout = c.Spawner.start_timeout = 180

c.JupyterHub.load_groups = {
    group: {"users": list(names)}
    for course, one in courses.items()
    for group, names in (
        (f"formgrade-{course}", one["instructors"]),
        (f"nbgrader-{course}", one["students"]),
    )
}
c.JupyterHub.load_roles = [
    # What nbgrader's Assignment List asks the hub: of which courses am I?
    {
        "name": "server",
        "scopes": ["users:activity!user", "access:servers!server", "read:users:name!user", "read:users:groups!user"],
    },
    *(
        {
            "name": f"formgrade-{course}",
            "groups": [f"formgrade-{course}"],
            "scopes": [f"access:services!service={course}", "list:services", f"read:services!service={course}"],
        }
        for course in courses
    ),
]
c.JupyterHub.services = [
    service
    for course, one in courses.items()
    for service in (
        # Formgrader for all who teach the course, as its owner.
        {
            "name": course,
            "url": f"http://127.0.0.1:{one['formgrader_port']}",
            "command": [str(BIN / "jupyterhub-singleuser"), "--ServerApp.default_url=/formgrader"],
            "user": one["owner"],
            "cwd": one["folder"],
            "oauth_no_confirm": True,
            "environment": PLACES,
            "timeout": 180,
        },
        # Grading at once, as the same owner: never root.
        {
            "name": f"{course}-grading",
            "command": [
                *(str(BIN / "autograder"), "serve", one["folder"]),
                *("--port", str(one["monitor_port"])),
            ],
            "user": one["owner"],
            "cwd": one["folder"],
            "environment": PLACES,
        },
    )
]
