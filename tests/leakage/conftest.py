"""The programs are read, never run."""

collect_ignore = ["clean", "leaky"]
