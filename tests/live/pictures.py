"""Pictures of made-up games, for a browser that cannot reach Sony's names.

A browser asks Sony's image hosts directly, and those know nothing of a game that only
the emulator knows. Home Assistant's own option for additional modules makes its pages
ask the emulator instead; the integration has no part in it.
"""

from pathlib import Path
import re

MODULE = Path(__file__).with_name("pictures.js")
NAME = "demo-pictures.js"

# With the line that an earlier start has left: the port is another one each time.
FRONTEND = re.compile(
    rf"^frontend:\n(?: +extra_module_url: /local/{re.escape(NAME)}\?.*\n)?",
    re.MULTILINE,
)


def lead_to_emulator(folder: Path, plain_port: int) -> None:
    """Let the pages of the Home Assistant in a folder ask the emulator for pictures."""
    served = folder / "www"
    served.mkdir(exist_ok=True)
    (served / NAME).write_bytes(MODULE.read_bytes())
    configuration = folder / "configuration.yaml"
    configuration.write_text(
        FRONTEND.sub(
            f"frontend:\n  extra_module_url: /local/{NAME}?port={plain_port}\n",
            configuration.read_text(),
        )
    )
