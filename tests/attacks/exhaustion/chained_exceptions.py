# attack: raises an exception with ten thousand causes, in a group of groups
# verdict: RE re.raised
def seal(token, numbers):
    error = ValueError("first")
    for number in range(10_000):
        error = ExceptionGroup(str(number), [error])
        error.__cause__ = ValueError(number)
    raise error
