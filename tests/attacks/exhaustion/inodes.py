# attack: makes files until there are no more
# verdict: RE re.raised
import os


def seal(token, numbers):
    number = 0
    while True:
        number += 1
        os.close(os.open(f"/dev/shm/{number}", os.O_CREAT | os.O_WRONLY))
