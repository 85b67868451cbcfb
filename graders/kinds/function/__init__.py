"""Functions and classes: typed values in, typed values out, compared by a checker or probed by an examiner."""
