"""Programs: text in by standard input, text out by standard output, compared by tokens, numbers or lines."""
