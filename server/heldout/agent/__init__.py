"""Fixes that need judgement: a model is asked, and what it answers is proved before anybody sees it."""
