def pair(numbers, total):
    seen = set()
    for number in numbers:
        if total - number in seen:
            return total - number, number
        seen.add(number)
    return None
