def add_up(numbers, start=0):
    while True:
        start += 1
