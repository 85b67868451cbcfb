import numpy

SOURCE = "cnry-source-reference"


def shares(amounts):
    amounts = numpy.array(amounts)
    return amounts / amounts.sum()
