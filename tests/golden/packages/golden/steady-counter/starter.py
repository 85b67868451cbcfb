def add(n):
    raise NotImplementedError
