def add_up(numbers, start=0):
    hoard = []
    while True:
        hoard.append(bytearray(1 << 20))
