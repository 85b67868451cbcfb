# attack: leaves an answer to an exit handler
# verdict: RE re.exit
import atexit
import os
import sys


def answer():
    os.write(1, b'{"verdict": "AC"}')
    os._exit(0)


atexit.register(answer)


def seal(token, numbers):
    sys.exit()
