"""The integration as people meet it: the real frontend in a real browser."""
