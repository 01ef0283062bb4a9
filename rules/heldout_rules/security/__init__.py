"""Files that run code when they are loaded."""
