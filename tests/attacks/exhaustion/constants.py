# attack: has the compiler compute constants without end
# verdict: MLE
VALUE = ("x" * 4096) * (1 << 40)


def seal(token, numbers):
    return VALUE
