"""What the device of a pool can do at most: measured once in a cell of ours, where nobody else's code has run."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

from graders.authoring import DEVICE_FILE, device_files
from graders.cells import Cell, ending_words
from graders.device.crossing import PLACE
from graders.device.roofline import Peak
from graders.faults import InfrastructureFault
from graders.package.model import DEVICE_IMAGE
from sandboxes import Call, Ending, Limits, Outcome, Pool

LIMITS = Limits(wall_s=120.0, memory_bytes=2 << 30)
TYPES = ("float32", "float16", "bfloat16")
_known: WeakKeyDictionary[Pool, Peak] = WeakKeyDictionary()
_lock = threading.Lock()


def peak_of(pool: Pool) -> Peak:
    """The peak of a pool's device, measured when first asked for. InfrastructureFault if it cannot be."""
    with _lock:
        if pool not in _known:
            _known[pool] = measure(pool)
        return _known[pool]


def measure(pool: Pool, image: str = DEVICE_IMAGE, place: str = PLACE) -> Peak:
    """The peak of the device in cells of that image."""
    with Cell(pool, image, device_files(), LIMITS) as cell:
        return judged(cell.run(Call(DEVICE_FILE, "peaks", args=(place, list(TYPES)))))


def poison(pool: Pool, image: str = DEVICE_IMAGE, place: str = PLACE) -> int:
    """Fill the device's free memory with a pattern, so that no one finds there what another has left; returns bytes.

    Runs in a session of its own and ends with it. InfrastructureFault if that fails: nobody is let in then.
    """
    with Cell(pool, image, device_files(), LIMITS) as cell:
        outcome = cell.run(Call(DEVICE_FILE, "poison", args=(place,)))
    if outcome.ending is not Ending.RETURNED or type(outcome.value) is not int:
        raise InfrastructureFault(
            f"the device's memory could not be overwritten: {ending_words(outcome)}", "ie.device"
        )
    return outcome.value


def judged(outcome: Outcome) -> Peak:
    """The peak that an outcome tells of."""
    said = outcome.value
    try:
        if outcome.ending is not Ending.RETURNED or not isinstance(said, dict):
            raise ValueError(ending_words(outcome))
        return Peak(float(said["bytes_s"]), {name: float(said["flops_s"][name]) for name in TYPES})
    except (ValueError, TypeError, KeyError) as error:
        raise InfrastructureFault(f"the device's peaks could not be measured: {error}", "ie.device") from None
