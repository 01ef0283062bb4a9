"""Data and models that change under a program change its results."""
