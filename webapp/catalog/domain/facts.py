"""What a package says of itself, as a version of its problem keeps it; needs no database."""

from typing import Any

from graders.package import Package


def version_facts(package: Package) -> dict[str, Any]:
    """What a version keeps of its manifest."""
    manifest = package.manifest
    return {
        "title": manifest.title,
        "summary": manifest.summary,
        "kind": manifest.kind,
        "image": manifest.image,
        "level_from": manifest.level[0],
        "level_to": manifest.level[1],
        "minutes": manifest.minutes,
        "topics": dict(manifest.topics),
        "difficulty": manifest.difficulty,
        "entry": manifest.entry.model_dump(mode="json"),
        "limits": manifest.limits.model_dump(mode="json"),
        "device": manifest.device.model_dump(mode="json") if manifest.device else {},
        "starter": package.starter,
        "samples": [sample.input_text for sample in package.samples],
    }
