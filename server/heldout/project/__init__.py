"""The project around a file: configuration, files, versions in force, cache on disk."""
