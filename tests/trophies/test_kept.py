"""The last few of many things stay at hand."""

from custom_components.psn_trophies.trophies.kept import Kept


def test_oldest_makes_room() -> None:
    """What was put in longest ago goes first; put in again it is new."""
    kept = Kept[int](2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert (kept.get("a"), kept.get("b")) == (1, 2)
    kept.put("a", 3)
    kept.put("c", 4)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (3, None, 4)


def test_what_is_pinned_stays() -> None:
    """Even if that is more than there is room for."""
    kept = Kept[int](2)
    kept.put("a", 1)
    kept.put("b", 2)
    kept.put("c", 3, pinned={"a"})
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)
    kept.put("d", 4, pinned={"a", "c"})
    assert (kept.get("a"), kept.get("c"), kept.get("d")) == (1, 3, 4)
    # With nothing pinned any more there is room for two again.
    kept.put("e", 5)
    assert [kept.get(name) for name in "acde"] == [None, None, 4, 5]
