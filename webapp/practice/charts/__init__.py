"""Geometry of the charts in a result: plain numbers in, coordinates for the SVG templates out."""
