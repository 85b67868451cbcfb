"""What can go wrong in the numbers."""


class NumericFailure(ArithmeticError):
    """An update did not lead to a usable estimate; the caller keeps the last good one and logs this."""
