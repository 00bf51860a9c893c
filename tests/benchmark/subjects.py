"""What is measured: two integrations, and three ways to read a library."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GRADES = ("platinum", "gold", "silver", "bronze")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An integration and which of its sensors show level, counts and latest game."""

    name: str
    label: str
    domain: str
    interval: str
    count_prefix: str
    extra_keys: tuple[str, ...] = ()
    # What is chosen after the set-up.
    options: Mapping[str, Any] = field(default_factory=dict)
    keys: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Put the keys together."""
        keys = ("trophy_level", *map(self.count_key, GRADES), *self.extra_keys)
        object.__setattr__(self, "keys", keys)

    def count_key(self, grade: str) -> str:
        """Return the key of the sensor that counts a grade."""
        return f"{self.count_prefix}{grade}"


OURS = Subject(
    name="ours",
    label="psn_trophies",
    domain="psn_trophies",
    interval="60 s",
    count_prefix="trophies_",
    extra_keys=("latest_game",),
    options={"poll_interval": 60},
)
CORE = Subject(
    name="core",
    label="playstation_network",
    domain="playstation_network",
    interval="30 s",
    count_prefix="earned_trophies_",
)
SUBJECTS = (OURS, CORE)

READERS = {"ours": "psn_trophies", "psnawp": "PSNAWP", "psn-api": "psn-api"}
