def pair(numbers, total):
    seen = set()
    for number in reversed(numbers):
        if total - number in seen:
            return [number, total - number]
        seen.add(number)
    return None
