"""The topics and levels that problems name are the ones described as data."""

import tomllib

from graders.package.manifest import LEVELS, TOPICS, TRACKS
from tests.problems.author import PROBLEMS


def rows(file: str, table: str) -> list[dict[str, str]]:
    return tomllib.loads((PROBLEMS / file).read_text())[table]


def test_topics_are_the_readiness_axes_in_order() -> None:
    topics = rows("topics.toml", "topics")
    assert tuple(topic["id"] for topic in topics) == TOPICS
    assert {topic["track"] for topic in topics} == set(TRACKS)


def test_levels_are_the_ladder_from_the_bottom() -> None:
    assert tuple(level["id"] for level in rows("levels.toml", "levels")) == LEVELS


def test_every_row_says_what_it_means() -> None:
    for row in [*rows("topics.toml", "topics"), *rows("levels.toml", "levels")]:
        assert row["title"].strip(), row
        assert row["summary"].endswith("."), row
