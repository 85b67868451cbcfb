"""Kinds of problems, one folder each: `rules.py` checks packages, `grader.py` grades submissions."""
