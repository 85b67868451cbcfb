def add_up(numbers, start=0):
    while True:
        print("adding up " * 100)
