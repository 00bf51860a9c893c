"""What works on the repository: workflows, forms, hooks, editors and scripts."""

import json
from pathlib import Path
import re
import shutil
import subprocess
from typing import Any, cast

import pytest

from homeassistant.util.yaml import load_yaml

from .test_metadata import MANIFEST, NODE_LOCKS, PYPROJECT, REPOSITORY, ROOT, text_files

GITHUB = ROOT / ".github"
RELEASE = "release.yml"
# They call what is in scripts/ and know nothing of their own.
CALLERS = (
    ".devcontainer/devcontainer.json",
    ".pre-commit-config.yaml",
    ".vscode/tasks.json",
)


def _yaml(path: Path) -> dict[Any, Any]:
    """Return what a YAML file holds."""
    return cast(dict[Any, Any], load_yaml(path))


def _workflow(name: str) -> dict[Any, Any]:
    """Return a workflow; YAML takes the key "on" for True."""
    return _yaml(GITHUB / "workflows" / name)


def _commands(name: str, job: str) -> list[str]:
    """Return what the steps of a job run or use, in their order."""
    steps = _workflow(name)["jobs"][job]["steps"]
    return [step.get("run") or step["uses"] for step in steps]


def _bash(
    script: str, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a script with nothing but what is given."""
    return subprocess.run(  # noqa: S603 - the script is ours
        [shutil.which("bash") or "bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )


def test_release_begins_with_a_tag() -> None:
    """Nothing is public before everything is built: the tag comes first."""
    assert _workflow(RELEASE)[True] == {"push": {"tags": ["v*"]}}


def test_release_waits_for_the_tests() -> None:
    """A release needs the tests, and those are the ones of every change."""
    jobs = _workflow(RELEASE)["jobs"]
    assert jobs["release"]["needs"] == "tests"
    assert jobs["tests"]["uses"] == "./.github/workflows/tests.yml"
    assert "workflow_call" in _workflow("tests.yml")[True]


def test_release_is_made_in_one_go() -> None:
    """The zip file is built and attested first, and comes with the release."""
    steps = _commands(RELEASE, "release")
    kinds = ["zip -X", "actions/attest-build-provenance@", "gh release create"]
    places = [
        next(place for place, step in enumerate(steps) if kind in step)
        for kind in kinds
    ]
    assert places == sorted(places)
    assert "psn_trophies.zip" in steps[places[-1]]
    assert not [step for step in steps if "gh release upload" in step]


def test_release_tells_what_changed(tmp_path: Path) -> None:
    """The notes of a release are its chapter of the changelog, and no other."""
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)
    script = next(step for step in _commands(RELEASE, "release") if "awk" in step)
    version = MANIFEST["version"]
    _bash(script, tmp_path, {"PATH": "/usr/bin:/bin", "GITHUB_REF_NAME": f"v{version}"})
    notes = (tmp_path / "notes.md").read_text()
    chapters = re.split(r"^## .*\n", text_files()["CHANGELOG.md"], flags=re.MULTILINE)
    headings = re.findall(r"^## \[(.*?)\]", text_files()["CHANGELOG.md"], re.MULTILINE)
    assert notes == chapters[1 + headings.index(version)]
    assert "- " in notes


def test_called_workflow_does_not_end_its_caller() -> None:
    """Called by another, a workflow has the other's name: no group is made of it."""
    groups = {
        name: _workflow(name)["concurrency"]["group"] for name in (RELEASE, "tests.yml")
    }
    assert not [group for group in groups.values() if "github.workflow" in group]
    assert groups[RELEASE].partition("$")[0] != groups["tests.yml"].partition("$")[0]


def test_downloads_are_cached_by_what_is_locked() -> None:
    """The tests keep their downloads for as long as the locked files are the same."""
    steps = _workflow("tests.yml")["jobs"]["tests"]["steps"]
    (cache,) = [step for step in steps if "actions/cache@" in step.get("uses", "")]
    for locked in ("requirements/*.txt", "**/package-lock.json"):
        assert locked in cache["with"]["key"]
    assert {"~/.cache/uv", "~/.npm"} <= set(cache["with"]["path"].split())
    # What a release is made of was left by no other run.
    assert cache["if"] == "${{ github.ref_type != 'tag' }}"


def _updates() -> dict[str, dict[str, Any]]:
    """Return what dependabot looks after, by its kind."""
    found = _yaml(GITHUB / "dependabot.yml")["updates"]
    return {update["package-ecosystem"]: update for update in found}


def test_dependabot_waits_before_it_proposes() -> None:
    """A version that is a few hours old may be a bad one."""
    updates = _updates()
    assert set(updates) == {"github-actions", "npm", "pip"}
    for update in updates.values():
        assert update["cooldown"]["default-days"] >= 7


def test_dependabot_knows_every_locked_file() -> None:
    """No locked file is left out."""
    folders = {f"/{Path(lock).parent}".removesuffix(".") for lock in NODE_LOCKS}
    assert set(_updates()["npm"]["directories"]) == folders
    assert {"/", "/requirements"} == set(_updates()["pip"]["directories"])


def test_dependabot_proposes_what_is_chosen_here() -> None:
    """It moves the Python packages we choose; Home Assistant pins the others."""
    chosen = {
        name.lower()
        for group in PYPROJECT["dependency-groups"].values()
        for wanted in group
        if (name := wanted.partition("==")[0]) != wanted
    }
    allowed = {allow["dependency-name"] for allow in _updates()["pip"]["allow"]}
    assert allowed == chosen


def _forms() -> dict[str, dict[Any, Any]]:
    """Return the forms for issues."""
    return {
        path.stem: _yaml(path)
        for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml")
        if path.stem != "config"
    }


def test_forms_exist() -> None:
    """There is a form for what does not work and one for what is missing."""
    assert set(_forms()) == {"bug_report", "feature_request"}
    for form in _forms().values():
        ids = [part["id"] for part in form["body"] if "id" in part]
        assert len(ids) == len(set(ids))
    assert (GITHUB / "pull_request_template.md").is_file()


def test_diagnostics_are_not_required() -> None:
    """Who cannot log in has none."""
    parts = {part.get("id"): part for part in _forms()["bug_report"]["body"]}
    assert not parts["diagnostics"].get("validations", {}).get("required")
    assert parts["what"]["validations"]["required"]


def test_security_reports_have_a_link() -> None:
    """What must not be public is led away from the public issues."""
    config = _yaml(GITHUB / "ISSUE_TEMPLATE" / "config.yml")
    assert config["blank_issues_enabled"] is False
    addresses = [link["url"] for link in config["contact_links"]]
    assert addresses == [f"{REPOSITORY}/security/policy"]
    assert "SECURITY.md" in text_files()


@pytest.mark.parametrize("file", CALLERS)
def test_callers_call_what_exists(file: str) -> None:
    """Hooks, editors and the dev container name scripts that are there."""
    named = set(re.findall(r"scripts/[\w-]+", text_files()[file]))
    assert named
    assert [script for script in named if not (ROOT / script).is_file()] == []


def test_hook_lints() -> None:
    """The hook is scripts/lint and fetches nothing else."""
    (repository,) = _yaml(ROOT / ".pre-commit-config.yaml")["repos"]
    (hook,) = repository["hooks"]
    assert (repository["repo"], hook["entry"]) == ("local", "scripts/lint")
    assert hook["pass_filenames"] is False


def test_dev_container_is_set_up_by_the_script() -> None:
    """It needs no list of packages of its own."""
    container = json.loads(text_files()[".devcontainer/devcontainer.json"])
    assert container["updateContentCommand"] == "scripts/setup"
    python = PYPROJECT["project"]["requires-python"].removeprefix(">=")
    assert container["image"].endswith(f":{python.rpartition('.')[0]}")


def test_editor_starts_what_exists() -> None:
    """What the editor starts is set up by the script, and is a module of ours."""
    tasks = json.loads(text_files()[".vscode/tasks.json"])["tasks"]
    commands = {task["label"]: task["command"] for task in tasks}
    for start in json.loads(text_files()[".vscode/launch.json"])["configurations"]:
        assert commands[start["preLaunchTask"]] == "scripts/setup"
        module = start["module"].replace(".", "/")
        assert module == "pytest" or (ROOT / f"{module}.py").is_file()


TRUST = ("UV_SYSTEM_CERTS", "UV_NATIVE_TLS", "NODE_USE_SYSTEM_CA")


def _trust(**given: str) -> dict[str, str]:
    """Return what a script tells uv and npm of the certificates to trust."""
    shown = _bash(
        f'. scripts/_common; for n in {" ".join(TRUST)}; do echo "$n=${{!n-}}"; done',
        ROOT,
        {"PATH": "/usr/bin:/bin", **given},
    ).stdout
    told = dict(line.split("=", 1) for line in shown.splitlines())
    return {name: value for name, value in told.items() if value}


def test_scripts_trust_what_the_machine_trusts() -> None:
    """With an emptied environment too."""
    assert _trust() == {
        "UV_SYSTEM_CERTS": "true",
        "UV_NATIVE_TLS": "true",
        "NODE_USE_SYSTEM_CA": "1",
    }


@pytest.mark.parametrize("name", TRUST)
def test_trust_is_overridden_from_outside(name: str) -> None:
    """What the environment says of certificates stands."""
    told = _trust(**{name: "0"})
    assert told[name] == "0"
    other = {"UV_SYSTEM_CERTS": "UV_NATIVE_TLS", "UV_NATIVE_TLS": "UV_SYSTEM_CERTS"}
    # The two of uv mean the same: one does not speak against the other.
    assert other.get(name) not in told


def test_every_script_that_fetches_trusts_the_machine() -> None:
    """No script starts uv or npm without what is told to both."""
    fetching = {
        file: text
        for file, text in text_files().items()
        if re.fullmatch(r"scripts/[a-z][\w-]*", file)
        and re.search(r'"\$UV"|\bnpm\b|scripts/setup', text)
    }
    assert len(fetching) > 5
    assert [
        file for file, text in fetching.items() if ". scripts/_common" not in text
    ] == []
