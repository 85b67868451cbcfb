# attack: takes away the harness's ways to leave and to say what was raised, then raises
# packages: vault vault-examined
# verdict: RE
import os
import sys

os._exit = lambda status: None
sys.exit = lambda status=0: None
sys.modules["_readyroom.raised"].describe = lambda *_: True
sys.modules["_readyroom.raised"].print_exit_message = lambda code: 0


def seal(token, numbers):
    raise SystemExit
