"""The lock covers everything that is declared, and the files that follow from it are what it generates."""

from __future__ import annotations

import re

import environments
import pytest
import setup
import yaml
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = (ROOT / environments.LOCK).read_text(encoding="utf-8")


def entries():
    """Every package of the lock with its lines."""
    return re.split(r"^(?=[a-z0-9])", LOCK, flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("name", ["constraints.txt", "environment.yml", "environment-linux.yml"])
def test_what_follows_from_the_lock_is_what_it_generates(name):
    assert (ROOT / name).read_text(encoding="utf-8") == environments.generated()[name], "run `make lock`"


def test_everything_that_is_declared_is_locked_to_a_version_that_satisfies_it():
    pins = environments.locked(LOCK) | environments.outside()
    for name, requirement in environments.declared().items():
        assert requirement.specifier.contains(pins[name]), requirement


def test_the_lock_has_hashes_for_everything_and_the_address_of_nothing():
    for entry in entries():
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry
    assert "://" not in LOCK
    assert "index" not in LOCK.partition("\nalembic")[0]


def test_torch_is_outside_the_lock_and_what_it_needs_is_inside():
    assert "torch" not in environments.locked(LOCK)
    for needed in environments._needs_of_every_build("torch"):
        requirement = Requirement(needed)
        assert requirement.specifier.contains(environments.locked(LOCK)[canonicalize_name(requirement.name)])


@pytest.mark.parametrize("extras", [(), ("site",), ("site", "test"), ("site", "test", "lock")])
def test_what_set_up_takes_of_the_lock_is_complete(extras):
    """Nothing that an installed package needs on any platform is left out; what only the tests need comes with them."""
    taken = setup.packages_of(LOCK, extras)
    assert setup.declared(extras) - {"gancourse", "torch"} <= set(taken)
    for name, entry in setup.packages_of(LOCK, ("site", "test", "lock")).items():
        parents = set(re.sub(r"[#,\s]+", " ", entry.partition("# via")[2]).split())
        if name not in taken:
            assert not parents & set(taken), f"{name} is needed by {parents}"
    assert ("pytest" in taken) == ("test" in extras)
    assert ("uv" in taken) == ("lock" in extras)


def test_conda_installs_both_distributions_and_on_linux_bubblewrap():
    plain, linux = (yaml.safe_load((ROOT / f"environment{more}.yml").read_text("utf-8")) for more in ("", "-linux"))
    assert plain["dependencies"][-1]["pip"][-2:] == ["--editable ./course", "--editable ."]
    assert [one for one in linux["dependencies"] if one not in plain["dependencies"]] == ["bubblewrap"]
