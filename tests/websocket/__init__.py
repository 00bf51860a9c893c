"""Tests of what the cards get over the websocket."""
