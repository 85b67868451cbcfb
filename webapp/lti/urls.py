"""Addresses under /lti/."""

from django.urls import path

from webapp.lti.views import courses, launches

app_name = "lti"
urlpatterns = [
    path("keys", launches.keys, name="keys"),
    path("login", launches.login, name="login"),
    path("launch", launches.launch, name="launch"),
    path("open/<str:ticket>", launches.arrive, name="open"),
    path("account", launches.account, name="account"),
    path("choose", courses.choose, name="choose"),
    path("courses/<int:course>/members", courses.members, name="members"),
]
