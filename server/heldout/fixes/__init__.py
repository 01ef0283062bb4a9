"""Fixes: applied to a copy, analysed again, and only then offered."""
