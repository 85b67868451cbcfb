def add(n):
    return {}[n]
