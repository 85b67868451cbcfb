# attack: empties every module of the harness
# packages: vault vault-examined
# verdict: RE
import sys

for name, module in list(sys.modules.items()):
    if name.startswith("_readyroom"):
        vars(module).clear()


def seal(token, numbers):
    return "cnry"
