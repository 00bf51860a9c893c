"""Which plural a number takes."""

import pytest

from custom_components.psn_trophies.trophies import Plural, plural

ONE, FEW, MANY, OTHER = Plural.ONE, Plural.FEW, Plural.MANY, Plural.OTHER


@pytest.mark.parametrize(
    ("language", "number", "category"),
    [
        ("en", 0, OTHER),
        ("en", 1, ONE),
        ("en", 2, OTHER),
        ("de", 1, ONE),
        ("de", 1_000_000, OTHER),
        ("nl", 27, OTHER),
        ("it", 1, ONE),
        ("it", 0, OTHER),
        ("it", 1_000_000, MANY),
        ("es", 0, OTHER),
        ("es", 2_000_000, MANY),
        ("es", 1_500_000, OTHER),
        ("fr", 0, ONE),
        ("fr", 1, ONE),
        ("fr", 2, OTHER),
        ("fr", 1_000_000, MANY),
        ("pt-BR", 0, ONE),
        ("pt-BR", 1, ONE),
        ("pt-BR", 5, OTHER),
        ("pl", 0, MANY),
        ("pl", 1, ONE),
        ("pl", 2, FEW),
        ("pl", 4, FEW),
        ("pl", 5, MANY),
        ("pl", 11, MANY),
        ("pl", 12, MANY),
        ("pl", 14, MANY),
        ("pl", 21, MANY),
        ("pl", 22, FEW),
        ("pl", 102, FEW),
        ("pl", 105, MANY),
        ("pl", 111, MANY),
        ("pl", 112, MANY),
        ("pl", 114, MANY),
        ("pl", 115, MANY),
        ("pl", 122, FEW),
        ("ja", 1, OTHER),
        ("ja", 27, OTHER),
        ("zh-Hans", 1, OTHER),
        # Where there are no texts, English ones are shown.
        ("sv", 1, ONE),
        ("sv", 0, OTHER),
    ],
)
def test_plural(language: str, number: int, category: Plural) -> None:
    """As Unicode's CLDR has it for whole numbers."""
    assert plural(language, number) is category
