"""Where things lie."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SANDBOX_ENV = ROOT / ".sandbox-env"
OLDER_ENV = ROOT / ".sandbox-env-older"
REQUIREMENTS = ROOT / "requirements"
FRONTEND = ROOT / "webapp" / "frontend"
BUNDLE = ROOT / "webapp" / "static" / "build"
PROBLEMS = ROOT / "problems"
PYTHON = VENV / "bin" / "python"


def data_directory() -> Path:
    """The folder of everything that the running site writes: READYROOM_DATA, or var/ here."""
    return Path(os.environ.get("READYROOM_DATA") or ROOT / "var").resolve()
