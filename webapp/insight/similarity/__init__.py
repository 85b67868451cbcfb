"""Which of many programs share code: token winnowing, with what everybody writes discounted. numpy alone, no Django.

What it finds is shared code and nothing else: why code is shared is for people to find out.
`docs/insight.md` has the method.
"""

from webapp.insight.similarity.clusters import Cluster, clusters
from webapp.insight.similarity.comparing import Comparison, Pair, Settings, Work, compare
from webapp.insight.similarity.fingerprints import hashes, winnowed
from webapp.insight.similarity.matching import Run, runs
from webapp.insight.similarity.tokens import Tokens, tokens

__all__ = [
    "Cluster",
    "Comparison",
    "Pair",
    "Run",
    "Settings",
    "Tokens",
    "Work",
    "clusters",
    "compare",
    "hashes",
    "runs",
    "tokens",
    "winnowed",
]
