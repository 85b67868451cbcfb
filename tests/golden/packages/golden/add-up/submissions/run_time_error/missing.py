def addup(numbers, start=0):
    return sum(numbers, start), max(numbers, default=None)
