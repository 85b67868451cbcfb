"""Running other programs, with the host's certificate bundle passed on."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import console
from tools.console import Failure
from tools.paths import ROOT

_SYSTEM_BUNDLE = Path("/etc/ssl/certs/ca-certificates.crt")
# pip and Node carry certificates of their own and would not see a company's.
_BUNDLE_VARIABLES = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment, in which installers trust what the host trusts."""
    env = dict(os.environ)
    bundle = env.get("SSL_CERT_FILE") or (str(_SYSTEM_BUNDLE) if _SYSTEM_BUNDLE.exists() else "")
    if bundle:
        for name in _BUNDLE_VARIABLES:
            env.setdefault(name, bundle)
    env.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    # The host's Python settings must not leak into the environments made here.
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"):
        env.pop(name, None)
    return {**env, **(extra or {})}


def run(
    command: Sequence[str | Path],
    *,
    what: str,
    who: str = "",
    fix: str = "",
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a command quietly and return its output; Failure with the end of the output when it fails."""
    words = [str(word) for word in command]
    lines = []
    try:
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env=environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except FileNotFoundError as error:
        raise Failure(f"{what}: {words[0]} is not installed", who=who, command=fix) from error
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            console.progress(line)
    output = "".join(lines)
    if process.returncode != 0:
        raise Failure(what, who=who, command=fix or " ".join(words), log=output)
    return output


def stream(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> int:
    """Run a command on this terminal and return its exit code."""
    return subprocess.run([str(word) for word in command], cwd=cwd, env=environment(env)).returncode
