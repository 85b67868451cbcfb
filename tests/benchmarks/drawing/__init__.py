"""Drawings of what benchmarks found."""
