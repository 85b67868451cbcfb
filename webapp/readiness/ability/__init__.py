"""What a person can do, topic by topic, and how well that is known: numpy alone, no Django.

Abilities θ (T,) are in logits on the scale of `levels`. Evidence of every kind is a graded response to an item;
`docs/readiness.md` has the model.
"""

from webapp.readiness.ability.choosing import Bank, choose
from webapp.readiness.ability.errors import NumericFailure
from webapp.readiness.ability.estimate import Estimate, prior
from webapp.readiness.ability.item import Item

__all__ = ["Bank", "Estimate", "Item", "NumericFailure", "choose", "prior"]
