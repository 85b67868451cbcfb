"""What a grader that serves the queue of devices keeps ready, and what it says of its device."""

from __future__ import annotations

from graders.device.peaks import peak_of
from graders.messages import Device, Queue
from graders.package.model import DEVICE_IMAGE
from sandboxes import Pool, Settings


def cell_sizes(queues: list[str], slots: int) -> dict[str, int]:
    """Warm cells per image. Who serves the queue of devices needs cells with one; who serves it alone, few others."""
    with_device = {DEVICE_IMAGE: Settings.from_environment().device_cells} if Queue.GPU in queues else {}
    if queues == [Queue.GPU]:
        return {"torch": 2, **with_device}
    return {"python": 2 * slots, "torch": 2, **with_device}


def devices_of(pool: Pool) -> list[Device]:
    """The device in a pool's cells with what it can do at most; none if the pool has no such cells."""
    facts = pool.describe()
    if DEVICE_IMAGE not in facts["images"]:
        return []
    peak = peak_of(pool)
    about = facts["device"]
    return [
        Device(
            name=about["name"],
            memory_bytes=about["memory_bytes"],
            bytes_s=peak.bytes_s,
            flops_s=dict(peak.flops_s),
        )
    ]
