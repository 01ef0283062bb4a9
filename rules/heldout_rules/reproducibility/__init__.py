"""A run that cannot be repeated cannot be compared."""
