"""What a person prefers, with defaults for those who never chose."""

from django.contrib.auth.models import AnonymousUser

from webapp.accounts.models import Preferences, User


def preferences_of(user: User | AnonymousUser) -> Preferences:
    """The user's preferences; unsaved defaults for newcomers and anonymous visitors."""
    if not user.is_authenticated:
        return Preferences()
    try:
        return user.preferences
    except Preferences.DoesNotExist:
        return Preferences(user=user)
