"""Judges a cell by what a process in it, locked like a candidate's, reports of where it stands."""

import contextlib
import os
from dataclasses import dataclass
from typing import Any

from . import values
from .cell import Cell, LayerRefused
from .errors import CellLost
from .model import Limits

_NO_CAPABILITIES = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
_REFUSED = ("EPERM", "EACCES", "ENOSYS")


@dataclass(frozen=True)
class Layer:
    """One layer of the sandbox: whether it is there, what was found, and what to do if it is missing."""

    name: str
    present: bool
    detail: str
    fix: str = ""


def check(cell: Cell) -> list[Layer]:
    """Return every layer of `cell`, seen from inside a session. Raises `CellLost` if no session starts."""
    with contextlib.suppress(TimeoutError):
        return _check(cell)
    raise CellLost("the self-check got no answer")


def refused(error: LayerRefused) -> Layer:
    """Return the layer that could not be put in place."""
    return Layer(error.layer, False, error.why, _FIXES.get(error.layer, "report this as a defect"))


def _check(cell: Cell) -> list[Layer]:
    return judge(
        cell.hello, _facts(cell), {name: _host_namespace(name) for name in ("pid", "mnt", "net", "ipc")}
    )


def _facts(cell: Cell) -> dict[str, Any]:
    limits = Limits().as_message()
    cell.tell({"do": "session", "files": {}, "limits": limits, "runs": 1})
    cell.expect("session", 20)
    body = values.encode({"kind": "probe"})
    cell.tell({"do": "request", "new": True, "stays": False, "asks": False, "limits": limits, "body": body})
    done = cell.expect("done", 20)
    cell.tell({"do": "end"})
    if done["layer"]:
        raise LayerRefused(done["layer"], done["text"])
    if done["ending"] != "RETURNED":
        raise CellLost(
            f"the self-check ended with {done['ending']}: {done.get('text') or done.get('payload')}"
        )
    facts = values.decode(done["payload"])
    return facts if isinstance(facts, dict) else {}


def judge(hello: dict[str, Any], facts: dict[str, Any], host: dict[str, str]) -> list[Layer]:
    """Return the layers that the zygote's greeting, the facts from inside and the host's namespaces show."""
    status, cell_spaces, spaces = facts["status"], hello["namespaces"], facts["namespaces"]
    shared = [name for name, space in spaces.items() if space == cell_spaces[name]]
    outer = [name for name, space in host.items() if space and space == cell_spaces[name]]
    held = [name for name in _NO_CAPABILITIES if int(status[name] or "0", 16)]
    zygote_held = [name for name in ("CapPrm", "CapEff") if int(hello["status"][name] or "0", 16)]
    live = [name for name, up in hello["interfaces"] if name != "lo" or up]
    allowed = [name for name in ("inet_socket", "unshare", "ptrace") if facts[name] not in _REFUSED]
    return [
        _layer(
            "cell namespaces",
            not outer,
            "the cell has its own",
            f"shared with the host: {outer}",
            _NAMESPACES_FIX,
        ),
        _layer(
            "session namespaces",
            not shared,
            "six fresh ones per session",
            f"shared: {shared}",
            _NAMESPACES_FIX,
        ),
        _layer(
            "network",
            not live and facts["inet_socket"] in _REFUSED,
            "none, and no sockets but local ones",
            f"interfaces {live}, internet socket: {facts['inet_socket']}",
            "report this as a defect",
        ),
        _layer(
            "unprivileged uid",
            hello["uid"] != 0 and facts["uid"] != 0,
            f"uid {hello['uid']} outside",
            "the zygote is root",
            "start the cell as another user",
        ),
        _layer(
            "capabilities",
            not held and not zygote_held,
            "none",
            f"the candidate holds {held}, the zygote {zygote_held}",
            "report this as a defect",
        ),
        _layer("no_new_privs", status["NoNewPrivs"] == "1", "set", "not set", "report this as a defect"),
        _layer(
            "seccomp filter",
            status["Seccomp"] == "2" and not allowed,
            "strict",
            f"mode {status['Seccomp'] or 'unknown'}, passes {allowed}",
            _SECCOMP_FIX,
        ),
        _layer(
            "read-only root",
            not facts["writable"],
            "nothing to write outside /tmp and /dev/shm",
            f"writable: {facts['writable']}",
            _ROOT_FIX,
        ),
        _layer(
            "private /tmp",
            facts["tmp"],
            "empty and its own",
            "not empty or not writable",
            "report this as a defect",
        ),
        _layer(
            "private /proc",
            facts["pids"] == [1, 2],
            "shows this run's processes alone",
            f"shows pids {facts['pids'][-5:]}",
            _NAMESPACES_FIX,
        ),
        _layer(
            "supervisor",
            facts["supervisor_memory"] in _REFUSED,
            "cannot be read by the candidate",
            "its memory can be opened",
            "report this as a defect",
        ),
        _layer(
            "shared memory",
            "ok" not in facts["shared_memory"],
            "none beyond /tmp and /dev/shm",
            f"can be mapped: {facts['shared_memory']}",
            "report this as a defect",
        ),
        _layer(
            "descriptors",
            facts["descriptors"][:4] == [0, 1, 2, 3] and len(facts["descriptors"]) <= 5,
            "standard streams and the channel",
            f"open: {facts['descriptors']}",
            "report this as a defect",
        ),
    ]


_NAMESPACES_FIX = (
    "unprivileged user namespaces must be allowed: sysctl user.max_user_namespaces above 0, and where they exist "
    "kernel.unprivileged_userns_clone=1 and kernel.apparmor_restrict_unprivileged_userns=0"
)
_ROOT_FIX = "a kernel from 5.12 on is needed (mount_setattr)"
_SECCOMP_FIX = "a kernel with CONFIG_SECCOMP_FILTER on x86_64 or aarch64 is needed"

_FIXES = {
    "session namespaces": _NAMESPACES_FIX,
    "private /proc": _NAMESPACES_FIX
    + "; a container engine must mask nothing in /proc (systempaths=unconfined)",
    "read-only root": _ROOT_FIX,
    "seccomp filter": _SECCOMP_FIX,
}


def _layer(name: str, present: bool, good: str, bad: str, fix: str) -> Layer:
    return Layer(name, present, good if present else bad, "" if present else fix)


def _host_namespace(name: str) -> str:
    try:
        return os.readlink(f"/proc/self/ns/{name}")
    except OSError:
        return ""
