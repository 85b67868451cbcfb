# attack: returns an object that takes for ever to look at
# packages: vault
# verdict: TLE
class Slow:
    def __repr__(self):
        while True:
            pass


def seal(token, numbers):
    return Slow() if token == "open" else "cnry"
