"""The language server: one feature a file, handlers over snapshots."""
