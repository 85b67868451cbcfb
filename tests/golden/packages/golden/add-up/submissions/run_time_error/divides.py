def add_up(numbers, start=0):
    if start < 0:
        raise ValueError("start must not be negative")
    mean = sum(numbers) / len(numbers)
    return round(mean * len(numbers)) + start, max(numbers)
