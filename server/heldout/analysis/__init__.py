"""Documents kept analysed: parse, interpret, run the rules, and only what changed again."""
