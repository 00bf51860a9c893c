"""Let pytest-homeassistant-custom-component 0.13.375 run on Home Assistant 2026.11.

Loaded before every other pytest plugin (`-p ha_compat` in pyproject.toml). It can go as
soon as a release of the plugin is made for Home Assistant 2026.11.
"""

# Home Assistant puts httpx2 in the place of httpx; that must happen before the plugin's
# own dependencies import httpx.
import homeassistant.const  # noqa: F401, I001

from homeassistant.components import logger
from homeassistant.components.logger import helpers

# The plugin looks for this function where Home Assistant 2026.10 had it.
if not hasattr(logger, "_clear_logger_overwrites"):
    logger._clear_logger_overwrites = helpers._clear_logger_overwrites  # type: ignore[attr-defined]  # noqa: SLF001
