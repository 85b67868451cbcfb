"""What other apps may want to hear of."""

from django.dispatch import Signal

verdict_recorded = Signal()
"""A submission has its final verdict; `submission` is its id. Sent once, inside the transaction that records it."""

results_replaced = Signal()
"""An operator put the results of a rejudge in the place of others; `submissions` are their ids. Sent inside the transaction."""
