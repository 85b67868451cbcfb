"""Addresses under /marking/."""

from django.urls import path

from webapp.marking.views import piles, results, scripts

app_name = "marking"
urlpatterns = [
    path("", piles.index, name="index"),
    path("items/<int:pk>/", piles.pile, name="pile"),
    path("items/<int:pk>/open", piles.open_pile, name="open"),
    path("items/<int:pk>/next", piles.deal, name="deal"),
    path("items/<int:pk>/release", piles.release, name="release"),
    path("scripts/<uuid:id>/", scripts.script, name="script"),
    path("scripts/<uuid:id>/mark", scripts.mark, name="mark"),
    path("scripts/<uuid:id>/comment", scripts.comment, name="comment"),
    path("scripts/<uuid:id>/comments/<int:pk>/remove", scripts.uncomment, name="uncomment"),
    path("scripts/<uuid:id>/resolve", scripts.resolve, name="resolve"),
    path("regrades/<int:pk>/answer", scripts.answer, name="answer"),
    path("results/", results.results, name="results"),
    path("results/<uuid:id>/", results.result, name="result"),
    path("results/<uuid:id>/ask", results.ask, name="ask"),
]
