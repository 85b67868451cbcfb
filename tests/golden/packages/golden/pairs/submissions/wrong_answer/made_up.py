def pair(numbers, total):
    return 0, total
