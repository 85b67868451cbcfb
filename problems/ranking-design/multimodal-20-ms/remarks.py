"""What stands out about the feature, in words."""

import numpy as np
from feature import Feature
from library import Library, rate
from travel import Trip


def of_feature(feature: Feature, trip: Trip, library: Library, uploads: dict) -> list[str]:
    """How busy the encoder is, who goes without vectors, what is missing."""
    encoding, said = feature.encoding, []
    need = rate(uploads, np.arange(24.0)) * encoding.share * encoding.work_ms / 1000.0
    busy = float(need.max()) / encoding.replicas
    said.append(
        f"The encoder takes {encoding.work_ms:.0f} ms a video: {need.mean():.1f} GPUs are busy on average, {need.max():.1f} at the peak, of {encoding.replicas}."
    )
    if busy > 1.0:
        said.append("More is uploaded at the peak than the encoder can take: the queue lasts for hours.")
    if feature.index is None and feature.use is None:
        said.append("The vectors are used nowhere.")
    if trip.blind.any():
        said.append(f"{trip.blind.mean():.1%} of all requests go on without the vectors.")
    if trip.encoded:
        said.append(
            f"{trip.encoded:.3f} videos a request are encoded while it waits, {encoding.work_ms:.0f} ms each."
        )
    unseen = float(np.mean([library.missing(hour) for hour in np.arange(1.0, 24.0)]))
    if unseen > 0.02:
        said.append(f"{unseen:.0%} of all videos have no vector.")
    return said
