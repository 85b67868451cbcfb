# group: negative
def add_up(numbers, start=0):
    if start < 0:
        raise ValueError("start must not be negative")
    largest = 0 if numbers else None
    for number in numbers:
        largest = max(largest, number)
    return sum(numbers, start), largest
