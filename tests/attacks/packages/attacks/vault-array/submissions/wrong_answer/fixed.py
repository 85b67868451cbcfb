# group: hidden
import numpy


def shares(amounts):
    amounts = numpy.array(amounts)
    return amounts / 4
