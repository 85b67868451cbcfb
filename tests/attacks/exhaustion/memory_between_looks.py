# attack: takes too much memory for so short a time that nobody may look
# verdict: MLE
import numpy


def seal(token, numbers):
    for _ in range(3):
        numpy.ones(20 << 20).sum()
    return "cnry"
