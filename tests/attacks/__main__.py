"""`python -m tests.attacks`: try every attack and write what became of them into docs/security.md."""

import os
import sys

import pytest

from tests.attacks import results
from tests.attacks.catalogue import EVERYWHERE

if __name__ == "__main__":
    os.environ[EVERYWHERE] = "1"
    found = results.Results()
    modules = [f"{results.HERE}/{name}.py" for name in ("test_attacks", "test_authors")]
    status = pytest.main([*modules, "-q", "-p", "no:cacheprovider", *sys.argv[1:]], plugins=[found])
    results.write(found)
    sys.exit(status)
