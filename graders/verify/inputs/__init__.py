"""Junk in place of an input: what a package's validator must refuse, and what the reference must have an answer to."""
