"""Write what a Home Assistant would install by itself at its first start.

Usage: _ha_requirements.py VERSION INTEGRATIONS START_FILE OVERRIDE_FILE
INTEGRATIONS is a comma-separated list; "default" stands for those that start without
being asked for.
"""

import json
from pathlib import Path
import sys

import homeassistant
from homeassistant import bootstrap
from homeassistant.auth.mfa_modules import totp

# Only in sources, to be compiled on every machine; used by voice assistants alone.
SOURCE_ONLY = ("pymicro-vad", "pyspeex-noise")


def closure(names: set[str]) -> set[str]:
    """Return the integrations and everything they depend on."""
    components = Path(homeassistant.__file__).parent / "components"
    found: set[str] = set()
    requirements: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        manifest_path = components / name / "manifest.json"
        if name in found or not manifest_path.exists():
            continue
        found.add(name)
        manifest = json.loads(manifest_path.read_text())
        pending += manifest.get("dependencies", [])
        pending += manifest.get("after_dependencies", [])
        requirements.update(manifest.get("requirements", []))
    return {
        requirement
        for requirement in requirements
        if not requirement.startswith(SOURCE_ONLY)
    }


def main() -> None:
    """Write the two files."""
    version, integrations, start_file, override_file = sys.argv[1:]
    names = set(integrations.split(","))
    if "default" in names:
        names |= (
            bootstrap.CORE_INTEGRATIONS
            | bootstrap.DEFAULT_INTEGRATIONS
            | {"api", "config", "dhcp", "history", "isal", "logbook", "recorder"}
        )
    requirements = sorted(closure(names) | set(totp.REQUIREMENTS))
    Path(start_file).write_text("\n".join(requirements) + "\n")
    constraints = (
        Path(homeassistant.__file__).parent / "package_constraints.txt"
    ).read_text()
    pins = [
        line
        for line in constraints.splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    Path(override_file).write_text(
        "\n".join([f"homeassistant=={version}", *requirements, *pins]) + "\n"
    )


if __name__ == "__main__":
    main()
