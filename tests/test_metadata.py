"""What is said in several files is said alike in all of them."""

from functools import cache
import json
import os
from pathlib import Path
import re
import shutil
import struct
import subprocess
import tomllib
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import pytest

from custom_components.psn_trophies.const import DOMAIN
from custom_components.psn_trophies.frontend import BUNDLE

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / DOMAIN
# Whose repositories are named in our files besides our own.
OTHER_OWNERS = {"achievements-app", "home-assistant", "isFakeAccount"}
# Made by programs; looked for where there is no Git to tell.
NOT_OURS = {"node_modules", "__pycache__", "artifacts", "dist", ".tools", ".demo"}
# Put together here, as no file may name them, this one included.
DOWNLOAD_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("npmmirror", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
    )
]
REQUIRED_KEYS = {
    "codeowners",
    "config_flow",
    "documentation",
    "domain",
    "integration_type",
    "iot_class",
    "issue_tracker",
    "name",
    "requirements",
    "version",
}

MANIFEST: dict[str, Any] = json.loads((INTEGRATION / "manifest.json").read_text())
HACS: dict[str, Any] = json.loads((ROOT / "hacs.json").read_text())
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
README = (ROOT / "README.md").read_text() if (ROOT / "README.md").exists() else ""
REPOSITORY = cast(str, MANIFEST["documentation"])
OWNER, NAME = urlsplit(REPOSITORY).path.strip("/").split("/")
SERIES = sorted(
    (
        path.stem.removeprefix("ha-")
        for path in (ROOT / "requirements").glob("ha-*.txt")
    ),
    key=lambda series: tuple(map(int, series.split("."))),
)
OLDEST = SERIES[0]


# The packages of Node; beside each is the package.json that asks for them.
NODE_LOCKS = (
    "card/package-lock.json",
    "package-lock.json",
    "tests/benchmark/psn_api/package-lock.json",
)


def _files() -> list[Path]:
    """Return the files of the repository, new ones included, ignored ones not."""
    if (git := shutil.which("git")) and (ROOT / ".git").exists():
        listed = subprocess.run(  # noqa: S603
            [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        names = listed.stdout.decode().split("\0")
        return [path for name in names if name and (path := ROOT / name).is_file()]
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OURS
            and name != ".git"
            and not name.startswith(".venv")
            and not name.endswith("_cache")
        ]
        found += [Path(folder) / name for name in names]
    return found


@cache
def text_files() -> dict[str, str]:
    """Return the texts of the repository's files by their names."""
    found = {}
    for path in _files():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode()
    return found


def test_manifest_is_complete_and_in_order() -> None:
    """The manifest has what Home Assistant and the Marketplace require, in order."""
    keys = list(MANIFEST)
    assert set(keys) >= REQUIRED_KEYS
    assert keys == ["domain", "name", *sorted(set(keys) - {"domain", "name"})]


def test_manifest_asks_for_nothing_more() -> None:
    """Nothing is installed that Home Assistant does not already ship."""
    assert MANIFEST["requirements"] == []


def test_codeowners_are_empty() -> None:
    """Nobody is named as the owner while the public address is not decided."""
    assert MANIFEST["codeowners"] == []


def test_domain_is_one() -> None:
    """The domain is the folder's name and the file's that a release carries."""
    assert MANIFEST["domain"] == DOMAIN == INTEGRATION.name
    assert HACS["zip_release"] is True
    assert HACS["filename"] == f"{DOMAIN}.zip"
    release = text_files()[".github/workflows/release.yml"]
    assert HACS["filename"] in release
    assert f"custom_components/{DOMAIN}" in release


def test_only_releases_are_offered() -> None:
    """The branch, which has no zip file, is not among what can be installed."""
    assert HACS["hide_default_branch"] is True


def test_name_is_one() -> None:
    """Manifest, hacs.json and README call it by the same name."""
    assert HACS["name"] == MANIFEST["name"]
    assert re.search(rf"^# {MANIFEST['name']}$", README, re.MULTILINE)


def test_version_is_one() -> None:
    """Manifest and pyproject.toml have the same version; the changelog knows it."""
    version = MANIFEST["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert PYPROJECT["project"]["version"] == version
    assert f"## [{version}]" in text_files()["CHANGELOG.md"]


def test_licence_is_one() -> None:
    """The licence is the one pyproject.toml names."""
    assert PYPROJECT["project"]["license"] == "MIT"
    assert text_files()["LICENSE"].startswith("MIT License\n")


def test_oldest_home_assistant_is_one() -> None:
    """Everything that names the oldest supported Home Assistant names the same."""
    assert HACS["homeassistant"] == f"{OLDEST}.0"
    assert f"homeassistant>={OLDEST}" in PYPROJECT["project"]["dependencies"]
    stated = re.findall(
        r"Home Assistant (\d{4}\.\d+)(?:\.\d+)? or (?:newer|later)", README
    )
    assert set(stated) == {OLDEST}


@pytest.mark.parametrize("series", SERIES)
def test_home_assistant_is_locked_in_its_series(series: str) -> None:
    """Each requirements file pins its series, and the scripts know of the file."""
    locked = text_files()[f"requirements/ha-{series}.txt"]
    assert re.search(rf"^homeassistant=={re.escape(series)}\.\d+", locked, re.MULTILINE)
    assert f"requirements/ha-{series}.txt" in text_files()["scripts/setup"]
    assert f"compile {series} " in text_files()["scripts/lock"]


def test_manifest_and_pyproject_name_the_repository() -> None:
    """The address is one; everything else is made of it."""
    assert re.fullmatch(r"https://github\.com/[\w-]+/[\w.-]+", REPOSITORY)
    assert MANIFEST["issue_tracker"] == f"{REPOSITORY}/issues"
    assert PYPROJECT["project"]["urls"] == {
        "Homepage": REPOSITORY,
        "Issues": f"{REPOSITORY}/issues",
    }


def test_every_file_names_the_same_repository() -> None:
    """An address on GitHub is ours as the manifest has it, or a known other's."""
    wrong = {
        f"{file}: {owner}/{name}"
        for file, text in text_files().items()
        # These say where the authors of the packages take gifts.
        if file not in NODE_LOCKS
        for owner, name in re.findall(
            r"(?:github\.com[/:]|githubusercontent\.com/|codecov\.io/gh/)"
            r"([A-Za-z0-9][\w-]*)/([\w.-]+)",
            text,
        )
        if owner not in OTHER_OWNERS
        and (owner, name.removesuffix(".git").rstrip(".")) != (OWNER, NAME)
    }
    assert not wrong, f"write {OWNER}/{NAME} there, or add to OTHER_OWNERS"


def test_readme_names_the_repository() -> None:
    """The links, the badges and the button of the README lead to the repository."""
    addresses = re.findall(r"https://[^\s)\"'<>]+", README)
    assert any(address.startswith(REPOSITORY) for address in addresses)
    badges = [a for a in addresses if a.startswith("https://img.shields.io/github/")]
    assert all(f"/{OWNER}/{NAME}" in badge for badge in badges)
    buttons = [
        parse_qs(urlsplit(address.replace("&amp;", "&")).query)
        for address in addresses
        if "redirect/hacs_repository" in address
    ]
    assert buttons
    assert all(
        (button["owner"], button["repository"]) == ([OWNER], [NAME])
        for button in buttons
    )


def test_flow_buttons_name_the_domain() -> None:
    """The button that adds an account asks for this integration."""
    domains = re.findall(r"config_flow_start/?\?domain=(\w+)", README)
    assert domains
    assert set(domains) == {DOMAIN}


def test_no_file_names_a_download_host() -> None:
    """Where packages come from is up to the machine that installs them."""
    wrong = {
        f"{file}: {host}"
        for file, text in text_files().items()
        for host in DOWNLOAD_HOSTS
        if re.search(rf"\b{re.escape(host)}\b", text)
    }
    assert not wrong


def test_every_node_lock_is_known() -> None:
    """No file of locked Node packages is left out of the checks."""
    locks = {file for file in text_files() if file.endswith("package-lock.json")}
    assert locks == set(NODE_LOCKS)


@pytest.mark.parametrize("file", NODE_LOCKS)
def test_node_packages_have_hashes_and_no_addresses(file: str) -> None:
    """Locked packages are known by their hashes, not by where they lay."""
    packages = json.loads(text_files()[file])["packages"]
    assert all("resolved" not in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)
    for package in packages.values():
        package.pop("funding", None)
    assert "://" not in json.dumps(packages)


@pytest.mark.parametrize("file", NODE_LOCKS)
def test_node_packages_are_asked_for_exactly(file: str) -> None:
    """What package.json asks for is one version, and the one that is locked."""
    wanted = json.loads(text_files()[file.replace("-lock", "")])
    locked = json.loads(text_files()[file])["packages"]
    assert wanted["private"] is True
    for kind in ("dependencies", "devDependencies"):
        for name, version in wanted.get(kind, {}).items():
            assert locked[f"node_modules/{name}"]["version"] == version


def test_locks_have_hashes_and_no_addresses() -> None:
    """Locked packages are known by their hashes, not by where they lay."""
    for series in SERIES:
        locked = text_files()[f"requirements/ha-{series}.txt"]
        assert "://" not in locked
        pinned = re.findall(r"^[\w.\[\]-]+==", locked, re.MULTILINE)
        assert 0 < len(pinned) <= locked.count("--hash=sha256:")


def test_release_carries_the_cards() -> None:
    """The zip file, which holds this folder, has the built cards and no sources."""
    carried = {path.name for path in _files() if path.parent == INTEGRATION / "www"}
    # All but the first have their hash in their name.
    others = carried - {f"{BUNDLE}.gz", "LICENSES.txt"}
    assert len(carried) > len(others) > 10
    assert not [
        name
        for name in others
        if not re.fullmatch(r"psn-trophies-[\w-]+-[A-Z0-9]{8}\.js\.gz", name)
    ]
    assert not [path for path in INTEGRATION.rglob("*.ts") if path.is_file()]


def test_commands_can_be_run() -> None:
    """Every command is executable; what is only used by others begins with "_"."""
    commands = [
        file
        for file in text_files()
        if re.fullmatch(r"scripts/[^_][^/.]*", file) or file == ".ci/run"
    ]
    assert len(commands) > 1
    assert [file for file in commands if not os.access(ROOT / file, os.X_OK)] == []


def test_actions_are_pinned() -> None:
    """Workflows use other people's actions at one commit, named beside it."""
    loose = [
        f"{file}: {used}"
        for file, text in text_files().items()
        if file.startswith(".github/workflows/")
        for used in re.findall(r"uses: *(.*)", text)
        # What lies in this repository is of the same commit.
        if not used.startswith("./")
        and not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # \S+", used)
    ]
    assert not loose


@pytest.mark.parametrize("kind", ["icon", "logo"])
def test_brand_has_all_sizes(kind: str) -> None:
    """Icon and logo exist in both sizes, for light and dark backgrounds."""

    def size(name: str) -> tuple[int, int]:
        """Return width and height of a picture that is not too heavy."""
        content = (INTEGRATION / "brand" / f"{name}.png").read_bytes()
        assert content.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(content) < 40_000
        width, height = struct.unpack(">II", content[16:24])
        return width, height

    small, large = size(kind), size(f"{kind}@2x")
    assert large == (small[0] * 2, small[1] * 2)
    if kind == "icon":
        assert small == (256, 256)
    else:
        assert 128 <= min(small) <= 256
    assert (size(f"dark_{kind}"), size(f"dark_{kind}@2x")) == (small, large)
