def pair(numbers, total):
    return {number for number in numbers}
