# attack: replaces the builtins that a comparison would use
# packages: vault vault-checked vault-examined
# verdict: RE
import builtins

builtins.isinstance = lambda *_: True
builtins.type = lambda *_: str
builtins.len = lambda *_: 0
builtins.all = builtins.any = lambda *_: True
builtins.repr = builtins.str = lambda *_: "AC"


def seal(token, numbers):
    return {"a": (1, {2})}
