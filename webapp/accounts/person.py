"""Who makes a request."""

from django.http import HttpRequest

from webapp.accounts.models import User


def person(request: HttpRequest) -> User:
    """The user of a request that a view or token has found to be logged in."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("this request has no logged-in user")
    return user
