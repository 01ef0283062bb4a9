"""What fixes by judgement must keep, as terms: the words of estimators and tables, one form for equal meanings, and comparing."""
