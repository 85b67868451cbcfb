"""Addresses of rooms; the socket's is in sockets/routing.py."""

from django.urls import path

from webapp.live.views import links, rooms

app_name = "live"
urlpatterns = [
    path("", rooms.index, name="index"),
    path("join/<str:token>", links.join, name="join"),
    path("<uuid:room>/", rooms.room, name="room"),
    path("<uuid:room>/links", links.make, name="links"),
    path("<uuid:room>/links/<int:link>/revoke", links.revoke, name="revoke"),
]
