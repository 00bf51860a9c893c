"""A real Home Assistant in a process of its own, for the demo and for tests."""

from .home import EmulatorAddress, Home, HomeError

__all__ = ["EmulatorAddress", "Home", "HomeError"]
