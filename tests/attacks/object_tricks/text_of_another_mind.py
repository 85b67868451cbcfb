# attack: returns a subclass of str that equals, hashes and prints like anything
# packages: vault vault-checked vault-examined
# verdict: WA
class Text(str):
    __eq__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = lambda self: 0
    __str__ = __repr__ = lambda self: "accepted"
    encode = lambda self, *_: b"accepted"
    __len__ = lambda self: 17
    startswith = __contains__ = lambda self, *_: True


def seal(token, numbers):
    return Text("cnry")
