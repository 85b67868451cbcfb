# group: state
def add(n):
    return n
