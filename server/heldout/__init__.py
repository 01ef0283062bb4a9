"""Heldout: the language server that keeps machine-learning code honest."""

__version__ = "0.1.0"
