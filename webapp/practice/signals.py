"""What other apps may want to hear of."""

from django.dispatch import Signal

verdict_recorded = Signal()
"""A submission has its final verdict; `submission` is its id. Sent once, inside the transaction that records it."""

verdicts_replaced = Signal()
"""A rejudge was applied; `submissions` are the ids of those that got another result. Sent once, inside its transaction."""
