# attack: the notes of cases hold markup, escapes and what is no text
# base: vault
# file: cases.py
# verdict: AC
from readyroom import Case

WORDS = "</script><script>alert(1)</script>\x1b[2J\0\ud800\u202e\r\n\r\nevent: done" * 500


def cases(rng):
    yield Case(args=("open", [1, 2, 3]), note=WORDS)
    yield Case(args=("shut", [1]), group="hidden", note=WORDS)
