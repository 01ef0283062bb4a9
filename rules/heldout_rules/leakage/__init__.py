"""Rows that a model is judged on must not have shaped it."""
