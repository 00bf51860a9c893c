"""Tests of the ground floor, over real HTTP against the stand-in for Sony."""
