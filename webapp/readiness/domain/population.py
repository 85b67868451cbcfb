"""What is known of people in general: where newcomers start, learned once enough people have answered."""

import numpy as np

from graders.package.manifest import TOPICS
from webapp.readiness.ability import Estimate, prior
from webapp.readiness.models import Population


def newcomer() -> Estimate:
    """The estimate of somebody of whom nothing is known."""
    learned = Population.objects.order_by("-made_at", "-pk").first()
    if learned is None:
        return prior(len(TOPICS))
    covariance = np.array(learned.covariance)
    return Estimate(np.array(learned.mean), covariance, covariance)
