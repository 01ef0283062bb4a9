"""Training loops written by hand."""
