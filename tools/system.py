"""Debian packages: installed when missing, by root or through sudo."""

import os
import shutil
import sys
from collections.abc import Sequence

from tools import shell
from tools.console import Failure, timed

ADMINISTRATOR = "an administrator of this machine"


def as_root(command: Sequence[str]) -> list[str] | None:
    """The command as root would run it, or None when this user cannot become root."""
    if os.geteuid() == 0:
        return list(command)
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    may_ask = sys.stdin.isatty()
    if not may_ask and shell.stream([sudo, "-n", "true"]) != 0:
        return None
    return [sudo, *([] if may_ask else ["-n"]), *command]


def may_ask_for_password() -> bool:
    """Whether becoming root may ask a person, whom the output of other steps would keep from reading it."""
    return os.geteuid() != 0 and sys.stdin.isatty()


def install_command(packages: Sequence[str]) -> str:
    """What a person types to install Debian packages."""
    return f"sudo apt-get install --no-install-recommends -y {' '.join(packages)}"


def install(packages: Sequence[str], why: str) -> None:
    """Install Debian packages, or Failure with the command for whoever may."""
    fix = install_command(packages)
    apt = shutil.which("apt-get")
    prefix = as_root([]) if apt else None
    if prefix is None:
        reason = "root's rights are needed" if apt else "this is not Debian or Ubuntu: install them by hand"
        raise Failure(f"{why} needs {', '.join(packages)}, and {reason}", who=ADMINISTRATOR, command=fix)
    # Through `env`, because sudo drops the variable otherwise.
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    with timed(f"Debian packages: {', '.join(packages)}"):
        shell.run(
            [*apt_get, "update"], what="apt-get update failed", who=ADMINISTRATOR, fix="sudo apt-get update"
        )
        shell.run(
            [*apt_get, "install", "-y", "--no-install-recommends", *packages],
            what=f"Installing {', '.join(packages)} failed",
            who=ADMINISTRATOR,
            fix=fix,
        )


def require(programs: dict[str, str], why: str) -> None:
    """Install the Debian packages of programs that are not on the PATH; maps program to package."""
    missing = sorted({package for program, package in programs.items() if find(program) is None})
    if missing:
        install(missing, why)


def find(program: str) -> str | None:
    """The path of a program, also where only root's PATH reaches."""
    return shutil.which(program) or shutil.which(program, path="/usr/local/sbin:/usr/sbin:/sbin")
