"""`make agent-eval`: how well a model fixes labelled findings. A case is a section of a page in `cases/`."""
