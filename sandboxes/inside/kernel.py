"""The kernel's own calls that the standard library lacks, by ctypes. Each raises OSError that names the call."""

import ctypes
import mmap
import os
import platform

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

_CLONE_VM, _CLONE_FS, _CLONE_FILES, _SIGCHLD = 0x100, 0x200, 0x400, 17

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 1 << 18

_PR_SET_DUMPABLE, _PR_CAPBSET_DROP, _PR_SET_SECUREBITS = 4, 24, 28
_PR_SET_NO_NEW_PRIVS, _PR_SET_CHILD_SUBREAPER, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 38, 36, 47, 4
_SECCOMP_SET_MODE_FILTER = 1
_ATTR_RDONLY, _ATTR_NOSUID, _AT_FDCWD, _AT_RECURSIVE = 1, 2, -100, 0x8000
_MADV_COLLAPSE, _HUGE = 25, 2 << 20
_SYS_MOUNT_SETATTR = 442
_SYS_SECCOMP = {"x86_64": 317, "aarch64": 277}
_ROOT_IS_NOTHING_SPECIAL = 0xEF  # NOROOT, NO_SETUID_FIXUP and NO_CAP_AMBIENT_RAISE, and all four bits locked

_libc = ctypes.CDLL(None, use_errno=True)
_libc_under_the_lock = ctypes.PyDLL(None, use_errno=True)  # of the interpreter, which is kept during the call


def _checked(result: int, call: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def enter_namespace(descriptor: int, kind: int) -> None:
    """Let this process (of a pid namespace: its next children) be in the namespace that `descriptor` names."""
    _checked(_libc.setns(ctypes.c_int(descriptor), ctypes.c_int(kind)), "setns")


def fork() -> int:
    """Fork this process, which must have one thread; return the child's pid, and 0 in the child.

    `os.fork` also calls what `random`, `threading` and `logging` have registered, on both sides: a third of all the
    pages that a fork writes to. That mends what other threads were in the midst of, and there are none.
    """
    pid = int(_libc_under_the_lock.fork())
    _checked(0 if pid >= 0 else -1, "fork")
    return pid


def idle_process(stack: mmap.mmap) -> int:
    """Start a process that does nothing but exist, on `stack`, and return its pid; a few microseconds.

    It shares this process's memory, and so never returns to Python: its only code is the C library's pause().
    """
    top = ctypes.addressof(ctypes.c_char.from_buffer(stack)) + len(stack) - 64
    flags = _CLONE_VM | _CLONE_FS | _CLONE_FILES | _SIGCHLD
    pause = ctypes.cast(_libc.pause, ctypes.c_void_p)
    pid = int(_libc.clone(pause, ctypes.c_void_p(top & ~15), ctypes.c_int(flags), None))
    _checked(0 if pid > 0 else -1, "clone")
    return pid


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    text = [part.encode() if part else None for part in (source, target, kind, data)]
    _checked(_libc.mount(text[0], text[1], text[2], ctypes.c_ulong(flags), text[3]), f"mount {target}")


class _MountAttributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "userns")]


def read_only(path: str, recursive: bool = True) -> None:
    """Make the mount at `path` (and those below it) read-only and nosuid. Needs Linux 5.12."""
    attributes = _MountAttributes(_ATTR_RDONLY | _ATTR_NOSUID, 0, 0, 0)
    result = _libc.syscall(
        ctypes.c_long(_SYS_MOUNT_SETATTR),
        ctypes.c_int(_AT_FDCWD),
        path.encode(),
        ctypes.c_uint(_AT_RECURSIVE if recursive else 0),
        ctypes.byref(attributes),
        ctypes.c_size_t(ctypes.sizeof(attributes)),
    )
    _checked(result, f"mount_setattr {path}")


def _prctl(option: int, first: int = 0) -> int:
    zero = ctypes.c_ulong(0)
    return int(_libc.prctl(ctypes.c_int(option), ctypes.c_ulong(first), zero, zero, zero))


def set_dumpable(on: bool) -> None:
    _checked(_prctl(_PR_SET_DUMPABLE, int(on)), "prctl(PR_SET_DUMPABLE)")


def become_subreaper() -> None:
    _checked(_prctl(_PR_SET_CHILD_SUBREAPER, 1), "prctl(PR_SET_CHILD_SUBREAPER)")


def set_no_new_privs() -> None:
    _checked(_prctl(_PR_SET_NO_NEW_PRIVS, 1), "prctl(PR_SET_NO_NEW_PRIVS)")


def drop_bounding_set() -> None:
    """Empty the capability bounding set; what is held now stays held until `drop_capabilities`."""
    for capability in range(64):
        if _prctl(_PR_CAPBSET_DROP, capability) != 0:
            return  # beyond the last capability that this kernel knows


def drop_capabilities() -> None:
    """Give up every capability, and the ways in which uid 0 or an exec could bring them back."""
    _checked(_prctl(_PR_SET_SECUREBITS, _ROOT_IS_NOTHING_SPECIAL), "prctl(PR_SET_SECUREBITS)")
    _checked(_prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL), "prctl(PR_CAP_AMBIENT)")
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _checked(_libc.capset(header, nothing), "capset")


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def install_filter(program: bytes) -> None:
    """Install a seccomp filter (an array of struct sock_filter) on this process, for good."""
    wrapped = _Program(len(program) // 8, program)
    number = ctypes.c_long(_SYS_SECCOMP[platform.machine()])
    result = _libc.syscall(
        number, ctypes.c_uint(_SECCOMP_SET_MODE_FILTER), ctypes.c_uint(0), ctypes.byref(wrapped)
    )
    _checked(result, "seccomp")


def set_default_thread_stack(size: int) -> None:
    """Give new threads stacks of `size` bytes, whatever RLIMIT_STACK was when the interpreter started."""
    if not hasattr(_libc, "pthread_setattr_default_np"):
        return  # not glibc
    attributes = (ctypes.c_byte * 64)()
    _libc.pthread_attr_init(attributes)
    _libc.pthread_attr_setstacksize(attributes, ctypes.c_size_t(size))
    _libc.pthread_setattr_default_np(attributes)
    _libc.pthread_attr_destroy(attributes)


def collapse_memory() -> None:
    """Put this process's own memory into huge pages where it fills them: a fork then copies far fewer entries.

    With PyTorch loaded that makes a fork several times faster. Kernels before 6.1 refuse, which costs only time.
    """
    with open("/proc/self/smaps") as file:
        rows = file.read().splitlines()
    start = end = 0
    for row in rows:
        words = row.split()
        if "-" in words[0] and not words[0].endswith(":"):
            start, end = (int(side, 16) for side in words[0].split("-"))
            ours = "rw" in words[1] and (len(words) < 6 or words[5] == "[heap]")
        elif words[0] == "Anonymous:" and ours and int(words[1]) << 10 >= 0.8 * (end - start):
            for address in range(-(-start // _HUGE) * _HUGE, end - _HUGE + 1, _HUGE):
                if _libc.madvise(
                    ctypes.c_void_p(address), ctypes.c_size_t(_HUGE), ctypes.c_int(_MADV_COLLAPSE)
                ):
                    return
