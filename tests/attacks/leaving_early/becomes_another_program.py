# attack: becomes another interpreter that prints a verdict and ends well
# verdict: RE
import os
import sys


def seal(token, numbers):
    os.execv(sys.executable, ["python", "-c", "print('AC')"])
