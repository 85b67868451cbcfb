def pair(numbers, total):
    return numbers[0], numbers[1]
