"""Files that travel into cells: `readyroom`, which authors import, the drivers the host calls, and what runs tests."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
SHIPPED = ("readyroom.py", "readyroom_driver.py")
_OBJECTS = ("readyroom_objects.py", "readyroom_remote.py", "readyroom_streams.py")
TESTS = ("readyroom_tests.py", "readyroom_pytest.py", *_OBJECTS)
VALIDATOR = "readyroom_validator.py"
"""What a checker.py imports that stands on an output validator of a Kattis package."""
SERVED = "readyroom_served.py"
"""What a process of the candidate's is opened on, where tests ask its objects."""
DEVICE_FILE = "readyroom_device.py"
"""What is called in the candidate's cell where that has a device."""


def runs_tests(files: Mapping[str, bytes]) -> bool:
    """Whether a package's examiner is made of tests that ask the candidate's objects."""
    return b"readyroom_tests" in files.get("examiner.py", b"")


def shipped_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that an author's session carries beside the package's own `files`."""
    names = (*SHIPPED, *(TESTS if runs_tests(files) else ()))
    validates = VALIDATOR.removesuffix(".py").encode() in files.get("checker.py", b"")
    return {name: _read(name) for name in (*names, *((VALIDATOR,) if validates else ()))}


def beside_candidate(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Our own files in the candidate's cell: none, unless tests ask for objects there. They hold nothing secret."""
    return {name: _read(name) for name in (*_OBJECTS, SERVED)} if runs_tests(files) else {}


def device_files() -> dict[str, bytes]:
    """Our file in a cell with a device."""
    return {DEVICE_FILE: _read(DEVICE_FILE)}


@cache
def _read(name: str) -> bytes:
    return (_HERE / name).read_bytes()
