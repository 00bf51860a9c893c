"""A stand-in for Sony's service; see the README beside this file."""

from .accounts import Account
from .emulator import Emulator
from .faults import Fault
from .log import Record, RequestLog, Violation
from .redirect import Redirect, redirect
from .world import DEMO_NPSSO, Earned, World, WorldError

__all__ = [
    "DEMO_NPSSO",
    "Account",
    "Earned",
    "Emulator",
    "Fault",
    "Record",
    "Redirect",
    "RequestLog",
    "Violation",
    "World",
    "WorldError",
    "redirect",
]
