"""What titles are to be like: the odd ones, those being played, the rare ones."""

from dataclasses import dataclass

from . import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a title of an account is to be like; the rest is left to chance."""

    case: tuple[str, ...] = ()
    platforms: str | None = None
    size: int | None = None
    platinum: bool = True
    # How many, each of `expansion_size` trophies.
    expansions: int | None = None
    expansion_size: int | None = None
    share: float | None = None
    expansion_share: float | None = None
    name: words.Text | None = None
    counters: bool = False
    secrets: bool = False
    hidden: bool = False
    undated: bool = False
    current: bool = False
    # Whether all trophies are in the group 001, and there is no other.
    baseless: bool = False


TWIN: words.Text = ("Marbled Ferryman",) * 3

PLANS: tuple[Plan, ...] = (
    Plan(case=("undated", "ps3"), platforms="PS3", share=0.7, undated=True),
    Plan(case=("ps5_pc",), platforms="PS5,PSPC", expansions=1, share=0.3),
    Plan(case=("vita_ps4",), platforms="PSVITA,PS4", share=0.5),
    Plan(case=("no_platinum",), platforms="PS4", size=12, platinum=False, share=0.6),
    Plan(case=("zero",), platforms="PS5", share=0),
    Plan(case=("hidden",), platforms="PS4", share=0.2, hidden=True),
    Plan(
        case=("dlc_zero",),
        platforms="PS5",
        expansions=1,
        share=0.8,
        expansion_share=0,
    ),
    Plan(case=("counter", "reward"), platforms="PS5", share=0.5, counters=True),
    Plan(
        case=("secret_earned", "secret_missing"),
        platforms="PS5",
        share=0.5,
        secrets=True,
    ),
    Plan(
        case=("trailing_newline",),
        platforms="PS4",
        share=0.4,
        name=("Tidepool Regatta\n",) * 3,
    ),
    Plan(case=("duplicate_a",), platforms="PS4", share=1, name=TWIN),
    Plan(case=("duplicate_b",), platforms="PS5", share=0.6, name=TWIN),
    Plan(case=("huge",), platforms="PS4", size=96, expansions=4, share=0.5),
    Plan(
        case=("localised",),
        platforms="PS5",
        expansions=1,
        share=0.4,
        name=words.LOCALISED_TITLE,
    ),
    Plan(case=("pc_only",), platforms="PSPC", share=0.3),
    Plan(case=("legacy_dlc",), platforms="PS4", expansions=2, share=0.7),
    Plan(case=("complete",), platforms="PS5", expansions=0, share=1),
    Plan(case=("almost_platinum",), platforms="PS5", expansions=0, share=-1),
)
CURRENT = (
    Plan(platforms="PS5", expansions=0, share=0.45, current=True),
    Plan(platforms="PS5", expansions=1, share=0.7, current=True),
)

# What hardly anybody owns; `add_title` brings it into the world.
RARE: dict[str, Plan] = {
    "only_001": Plan(
        platforms="PS4",
        size=11,
        platinum=False,
        expansions=0,
        expansion_share=0.5,
        baseless=True,
    ),
    # 411 trophies, the most that any set has.
    "vast": Plan(platforms="PS4", size=61, expansions=35, expansion_size=10, share=0.5),
}
