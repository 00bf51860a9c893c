"""Measures this integration beside core's, and its client beside other libraries."""
