"""What is written for Home Assistant before its first start."""

from typing import Any

CONFIGURATION = """\
homeassistant:
  name: Trophy room
  country: GB
  auth_providers:
    # Visitors from this machine need no password.
    - type: trusted_networks
      trusted_networks: [127.0.0.1]
      allow_bypass_login: true
    - type: homeassistant
api:
automation: !include automations.yaml
config:
diagnostics:
frontend:
history:
logbook:
recorder:
system_health:
logger:
  default: warning
  logs:
    custom_components.psn_trophies: debug
    # ffmpeg and libturbojpeg, which no trophy needs.
    haffmpeg: critical
    homeassistant.components.camera.img_util: critical
"""

OWNER = {"name": "Trophy hunter", "username": "demo", "password": "demo"}

# Steps of the welcome tour that would add radio stations and a shopping list, and ask
# for analytics.
ONBOARDING = {
    "version": 4,
    "minor_version": 1,
    "key": "onboarding",
    "data": {"done": ["core_config", "analytics"]},
}


def http_settings(port: int) -> dict[str, Any]:
    """Return the stored settings that make Home Assistant listen on loopback only.

    In the form of the oldest supported one, which newer ones bring up to date.
    """
    return {
        "version": 2,
        "minor_version": 2,
        "key": "http",
        "data": {
            "stable": {
                "server_host": ["127.0.0.1"],
                "server_port": port,
                "cors_allowed_origins": [],
                "login_attempts_threshold": -1,
                "ip_ban_enabled": False,
                "ssl_profile": "modern",
                "use_x_frame_options": True,
                "created_at": "2026-11-01T00:00:00+00:00",
                "error": None,
                "error_message": None,
            },
            "pending": None,
            "yaml_migration_done": True,
        },
    }
