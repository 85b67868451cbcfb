"""A supervisor over small real processes, for the tests that stop it, kill it and crash what it runs.

python -m tests.tools.supervised NAME=SCRIPT…: each SCRIPT is run by the shell as one service; `foundation` is one.
"""

import os
import sys

from tools.supervisor import Service, Supervisor

if __name__ == "__main__":
    services = []
    for argument in sys.argv[1:]:
        name, _, script = argument.partition("=")
        command = ["/bin/sh", "-c", script]
        services.append(Service(name, command, os.environ, foundation=name == "foundation"))
    sys.exit(Supervisor(services, on_serving=lambda: print("serving", flush=True)).run())
