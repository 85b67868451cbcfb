# attack: returns an object that equals everything
# packages: vault vault-checked vault-examined vault-array
# verdict: WA
class Same:
    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __hash__(self):
        return 0

    def __bool__(self):
        return True

    def __array__(self, *_, **__):
        raise SystemExit(0)


def seal(*_):
    return Same()


shares = seal
