"""The images of Docker cells."""


def image_name(prefix: str, image: str) -> str:
    """Return the engine's name of an image: "readyroom-sandbox-torch", which serves with a device and without."""
    return f"{prefix}{'torch' if image == 'cuda' else image}"
