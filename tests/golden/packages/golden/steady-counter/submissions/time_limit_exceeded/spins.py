def add(n):
    while True:
        pass
