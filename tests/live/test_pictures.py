"""The demo's pages are told where its pictures are."""

from pathlib import Path

from .pictures import MODULE, lead_to_emulator
from .settings import CONFIGURATION


def test_module_is_served_and_loaded(tmp_path: Path) -> None:
    """One line more, with the port of the last start; all else stays as it was."""
    configuration = tmp_path / "configuration.yaml"
    configuration.write_text(CONFIGURATION)
    for port in (1234, 5678):
        lead_to_emulator(tmp_path, port)
        line = f"  extra_module_url: /local/demo-pictures.js?port={port}\n"
        assert f"\nfrontend:\n{line}" in configuration.read_text()
        assert configuration.read_text().replace(line, "") == CONFIGURATION
    served = tmp_path / "www" / "demo-pictures.js"
    assert served.read_text() == MODULE.read_text()
