"""Grading on a GPU: how a call gets onto it, how it is timed there, and which times cannot be true."""
