# attack: the reference returns an object that equals everything
# base: vault
# file: submissions/accepted/honest.py
# verdict: IE ie.package
class Same:
    def __eq__(self, other):
        return True


def seal(token, numbers):
    return Same()
