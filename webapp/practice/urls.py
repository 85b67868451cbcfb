"""Addresses of problems and submissions."""

from django.urls import include, path

from webapp.practice.views import drafts, events, guidance, notebooks, problem, submissions

app_name = "practice"

problem_urls = [
    path("", problem.problem, name="problem"),
    path("run", problem.run, name="run"),
    path("submit", problem.hand_in, name="submit"),
    path("newest", problem.move, name="move"),
    path("carry-on", problem.carry, name="carry"),
    path("notebook", notebooks.notebook, name="notebook"),
    path("draft", drafts.draft, name="draft"),
    path("hints", guidance.hint, name="hint"),
    path("give-up", guidance.give_up, name="give_up"),
    path("editorial", guidance.editorial, name="editorial"),
    path("submissions", submissions.submissions, name="submissions"),
]

urlpatterns = [
    path("problems/<slug:set>/<slug:slug>/", include(problem_urls)),
    path("submissions/compare/<uuid:a>/<uuid:b>/", submissions.compare, name="compare"),
    path("submissions/<uuid:id>/", submissions.submission, name="submission"),
    path("submissions/<uuid:id>/result", submissions.result, name="result"),
    path("submissions/<uuid:id>/events", events.events, name="events"),
    path("submissions/<uuid:id>/withdraw", submissions.take_back, name="withdraw"),
    path("submissions/<uuid:id>/restore", submissions.restore, name="restore"),
]
