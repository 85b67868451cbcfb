"""Mutants: accepted submissions with one small mistake each. The cases of a package must tell them apart."""
