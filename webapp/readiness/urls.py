"""Addresses under /readiness/."""

from django.urls import include, path

from webapp.readiness.views import check, own, page

app_name = "readiness"

check_urls = [
    path("", check.check, name="check"),
    path("answer/<int:number>", check.answer, name="answer"),
    path("skip/<int:number>", check.skip, name="skip"),
    path("pause", check.pause, name="pause"),
    path("resume", check.resume, name="resume"),
    path("finish", check.finish, name="finish"),
    path("explain", check.explain, name="explain"),
    path("explanations", check.explanations, name="explanations"),
]

urlpatterns = [
    path("", page.index, name="index"),
    path("goal", own.goal, name="goal"),
    path("export.json", own.export_json, name="export_json"),
    path("export.csv", own.export_csv, name="export_csv"),
    path("erase", own.erase, name="erase"),
    path("claims/", check.claims, name="claims"),
    path("check/", check.begin, name="begin"),
    path("check/<uuid:id>/", include(check_urls)),
]
