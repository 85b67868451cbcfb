"""The strict seccomp filter of a candidate's process, assembled here for x86_64 and aarch64.

Allowed calls pass, known dangerous ones fail with EPERM, the rest with ENOSYS. A few are judged by an argument.
"""

import errno
import platform
import struct
from collections.abc import Iterable

from . import syscalls

_LOAD, _AND, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16  # offsets into struct seccomp_data
_EPERM, _ENOSYS = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
_X32 = 0x40000000  # the x32 calls of x86_64 are other numbers for the same doors

_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

_NEW_NAMESPACES = 0x7E020000
_AF_UNIX = 1
_TERMINAL_INJECTION = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX
_PR_SET_MM = 35
_PERSONALITY_QUERY = 0xFFFFFFFF

_CLONE_PARENT = 0x8000  # the child would be a child of ours, which nobody waits for
_SHARED_ANONYMOUS = 0x21  # memory that is no process's own, and so escapes the watch
_SIGCHLD = 17

# call -> (argument, how it is compared, constants); "not" refuses the constants, "only" allows nothing else,
# "mask" refuses if any bit of the constant is set, "all" if all are; "void" does nothing for them and says it did.
_RULES: dict[str, tuple[int, str, tuple[int, ...]]] = {
    "clone": (0, "mask", (_NEW_NAMESPACES | _CLONE_PARENT,)),
    "mmap": (3, "all", (_SHARED_ANONYMOUS,)),
    # Who ignores SIGCHLD has its children buried by the kernel, with the account of their CPU time.
    "rt_sigaction": (0, "void", (_SIGCHLD,)),
    "socket": (0, "only", (_AF_UNIX,)),
    "socketpair": (0, "only", (_AF_UNIX,)),
    "prlimit64": (0, "only", (0,)),
    "sched_setaffinity": (0, "only", (0,)),
    "sched_setparam": (0, "only", (0,)),
    "sched_setscheduler": (0, "only", (0,)),
    "sched_setattr": (0, "only", (0,)),
    "setpriority": (1, "only", (0,)),
    "ioctl": (1, "not", _TERMINAL_INJECTION),
    "prctl": (0, "not", (_PR_SET_MM,)),
    "personality": (0, "only", (0, _PERSONALITY_QUERY)),
}


def program(machine: str | None = None) -> bytes:
    """Return the filter for `machine` (default: this one) as an array of struct sock_filter.

    Raises OSError on an architecture that has no table.
    """
    machine = machine or platform.machine()
    if machine not in _ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no seccomp filter for {machine}")
    audit, column = _ARCHITECTURES[machine]
    code = [
        *_load(_ARCH),
        _jump(_EQUAL, audit, 1, 0),
        _give(_KILL),
        *_load(_NUMBER),
        _jump(_AT_LEAST, _X32, 0, 1),
        _give(_EPERM),
    ]
    for name, rule in _RULES.items():
        number = syscalls.CHECKED[name][column]
        if number is not None:
            body = _check(rule)
            code += [_jump(_EQUAL, number, 0, len(body)), *body]
    for low, high in _ranges(_numbers(syscalls.ALLOWED.values(), column)):
        code += [_jump(_AT_LEAST, high + 1, 2, 0), _jump(_AT_LEAST, low, 0, 1), _give(_ALLOW)]
    for low, high in _ranges(_numbers(syscalls.DENIED.values(), column)):
        code += [_jump(_AT_LEAST, high + 1, 2, 0), _jump(_AT_LEAST, low, 0, 1), _give(_EPERM)]
    code.append(_give(_ENOSYS))
    return b"".join(code)


def _check(rule: tuple[int, str, tuple[int, ...]]) -> list[bytes]:
    """Return instructions that judge one call by the low 32 bits of an argument, and always return."""
    argument, comparison, constants = rule
    load = _load(_ARGUMENTS + 8 * argument)
    if comparison == "mask":
        return [*load, _jump(_ANY_BIT, constants[0], 0, 1), _give(_EPERM), _give(_ALLOW)]
    if comparison == "all":
        (bits,) = constants
        return [*load, *_mask(bits), _jump(_EQUAL, bits, 0, 1), _give(_EPERM), _give(_ALLOW)]
    hit, otherwise = {"only": (_ALLOW, _EPERM), "not": (_EPERM, _ALLOW), "void": (_ERRNO, _ALLOW)}[comparison]
    tests = [part for value in constants for part in (_jump(_EQUAL, value, 0, 1), _give(hit))]
    return [*load, *tests, _give(otherwise)]


def _numbers(rows: Iterable[tuple[int | None, int | None]], column: int) -> list[int]:
    return sorted({number for row in rows if (number := row[column]) is not None})


def _ranges(numbers: list[int]) -> list[tuple[int, int]]:
    """Merge sorted numbers into inclusive ranges."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges


def _load(offset: int) -> list[bytes]:
    return [struct.pack("=HBBI", _LOAD, 0, 0, offset)]


def _mask(bits: int) -> list[bytes]:
    return [struct.pack("=HBBI", _AND, 0, 0, bits)]


def _jump(test: int, constant: int, if_true: int, if_false: int) -> bytes:
    return struct.pack("=HBBI", test, if_true, if_false, constant)


def _give(action: int) -> bytes:
    return struct.pack("=HBBI", _RETURN, 0, 0, action)
