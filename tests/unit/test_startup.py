"""What a command need not wait for."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from autograder import gradebook_schema


@pytest.mark.slow
def test_a_new_gradebook_has_nbgraders_newest_schema_without_a_command_for_it(tmp_path):
    environment = {**os.environ, "PATH": str(tmp_path)}
    program = (
        "import sys\n"
        "from autograder.grading.roster import Gradebook\n"
        "with Gradebook('sqlite:///gradebook.db') as gradebook:\n"
        "    print(gradebook.db.connection().exec_driver_sql('select version_num from alembic_version').scalar())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    heads = subprocess.run(
        [sys.executable, "-m", "alembic.config", "-c", ini(tmp_path), "heads"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == heads.stdout.split()[0] == gradebook_schema.head()


def ini(folder):
    from nbgrader.dbutil import write_alembic_ini

    write_alembic_ini(str(folder / "alembic.ini"))
    return str(folder / "alembic.ini")


@pytest.mark.slow
def test_the_command_compiles_no_grammar_of_web_addresses():
    program = (
        "import json, sys\n"
        "from autograder import cli\n"
        "sys.argv = ['autograder', '--help']\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "import nbformat\n"
        "print(json.dumps('lark' in sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) is False
