"""Designs: a function returns a ranking system as plain data, a simulator runs it, objectives are measured."""
