"""What the feature costs beside the funnel, in cents per 1000 requests."""

from dataclasses import replace

import world
from feature import Feature
from money import Bill
from travel import Trip


def add_up(feature: Feature, trip: Trip, funnel: Bill, requests_per_s: float) -> Bill:
    """The bill of the funnel with the encoder's GPUs, the memory for vectors and their reads on it."""
    thousands_per_hour = requests_per_s * 3.6
    gigabytes = world.VIDEOS * feature.vectors.kilobytes / 1e6
    copies = (feature.index is not None) + (
        feature.use is not None
    )  # the index, and the store for the rankers
    at_once_ms = trip.encoded * feature.encoding.work_ms * 1000.0  # GPU time per 1000 requests
    items = {
        "encoder": feature.encoding.replicas * world.ENCODER_DOLLARS_PER_HOUR * 100.0 / thousands_per_hour,
        "vectors in memory": copies * gigabytes * world.MEMORY_DOLLARS * 100.0 / thousands_per_hour,
        "vector reads": trip.rows * feature.vectors.kilobytes / 1e3 * world.GIGABYTE_CENTS,
        "encoding on request": at_once_ms / 3.6e6 * world.ENCODER_DOLLARS_PER_HOUR * 100.0,
    }
    return replace(funnel, items=funnel.items | {name: cents for name, cents in items.items() if cents})
