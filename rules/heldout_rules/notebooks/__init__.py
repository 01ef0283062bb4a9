"""Rules of notebooks: cells that only work in one order, or only once."""
