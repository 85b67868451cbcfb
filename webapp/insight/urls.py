"""Addresses under /insight/."""

from django.urls import path

from webapp.insight.views import cohorts, problems, similar

app_name = "insight"
urlpatterns = [
    path("", problems.index, name="index"),
    path("take", problems.take, name="take"),
    path("problems.csv", problems.problems_csv, name="problems_csv"),
    path("problems/<slug:set>/<slug:slug>/", problems.problem, name="problem"),
    path("problems/<slug:set>/<slug:slug>.json", problems.problem_json, name="problem_json"),
    path("problems/<slug:set>/<slug:slug>/similar/", similar.similar, name="similar"),
    path("problems/<slug:set>/<slug:slug>/similar/compare", similar.compare, name="compare"),
    path("pairs/<int:id>/", similar.pair, name="pair"),
    path("questions/", problems.questions, name="questions"),
    path("questions.csv", problems.questions_csv, name="questions_csv"),
    path("questions.json", problems.questions_json, name="questions_json"),
    path("questions/<slug:topic>/<slug:id>/", problems.question, name="question"),
    path("cohorts/<uuid:id>/", cohorts.cohort, name="cohort"),
    path("cohorts/<uuid:id>.csv", cohorts.cohort_csv, name="cohort_csv"),
    path("cohorts/<uuid:id>.json", cohorts.cohort_json, name="cohort_json"),
]
