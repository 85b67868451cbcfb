"""Makes the author's files of the ranking designs importable: they import each other, as they do in their cell."""

import sys

from graders.authoring import readyroom
from tests.problems.author import PROBLEMS

sys.modules.setdefault("readyroom", readyroom)
sys.path += [str(PROBLEMS / "ranking-design" / folder) for folder in ("cold-start-80-ms", "author")]
