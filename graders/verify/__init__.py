"""Packages prove themselves: every submission gets the verdict that its folder declares."""
