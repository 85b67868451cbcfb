"""What other apps may want to hear of."""

from django.dispatch import Signal

grade_changed = Signal()
"""Somebody's grade of an assignment may have changed; `assignment` and `user` are ids. Sent inside the transaction, maybe twice."""
