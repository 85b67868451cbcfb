def add_up(numbers, start=0):
    if start < 0:
        raise ValueError("start must not be negative")
    return sum(numbers, start), max(numbers, default=None)
