"""The seccomp profile of the containers: what a candidate may call, and what the zygote needs beyond that."""

import json
from functools import cache
from typing import Any

from .inside import syscalls


@cache
def profile() -> dict[str, Any]:
    """Return the profile as the engine takes it.

    It lets the zygote make namespaces and mounts (it holds no capability to do so outside them); the strict
    filter of each candidate's process takes that away again, and judges arguments.
    """
    names = sorted({*syscalls.ALLOWED, *syscalls.CHECKED, *syscalls.ZYGOTE})
    return {
        "defaultAction": "SCMP_ACT_ERRNO",
        "archMap": [
            {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": []},
            {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": []},
        ],
        "syscalls": [{"names": names, "action": "SCMP_ACT_ALLOW"}],
    }


if __name__ == "__main__":
    print(json.dumps(profile(), indent=1))
