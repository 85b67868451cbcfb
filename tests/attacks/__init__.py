"""Attacks on the grading engine, each with what must become of it: a regression suite that proves the walls hold."""
