"""From text to code: chunks, libcst, and the small language that the semantics read."""
