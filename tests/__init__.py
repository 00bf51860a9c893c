"""Tests of the PlayStation trophies integration."""
