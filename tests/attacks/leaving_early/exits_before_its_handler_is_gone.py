# attack: ends the process when its last reference goes
# verdict: WA
import os


class Bomb:
    def __del__(self):
        os._exit(0)


def seal(token, numbers):
    seal.bomb = Bomb()
    return "cnry"
