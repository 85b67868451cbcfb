total = 0


def add(n):
    global total
    if n < 0:
        raise ValueError("n must not be negative")
    total += n
    return total
