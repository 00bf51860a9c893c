"""Tests of what trophies mean; no Home Assistant is needed for them."""
