"""Measurements beside other tools in the same run: ratios are what counts, milliseconds are the machine's."""
