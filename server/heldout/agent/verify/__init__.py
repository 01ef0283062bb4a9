"""The judge: one file a check. What all of them let through removes the finding and keeps the rest of the program."""
