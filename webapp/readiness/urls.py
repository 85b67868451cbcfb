"""Addresses under /readiness/."""

from django.urls import include, path

from webapp.readiness.views import check, own, page, plan, reviews

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
    path("plan/", plan.plan, name="plan"),
    path("plan/swap", plan.swap, name="swap"),
    path("plan/as-planned", plan.as_planned, name="as_planned"),
    path("plan/feed", plan.make_feed, name="make_feed"),
    path("plan/feed/revoke", plan.revoke_feed, name="revoke_feed"),
    path("calendar/<str:secret>.ics", plan.feed, name="feed"),
    path("reviews/", reviews.queue, name="reviews"),
    path("reviews/<int:memory_id>/answer", reviews.answer, name="review_answer"),
    path("reviews/<int:memory_id>/grade", reviews.grade, name="review_grade"),
    path("reviews/done/<int:review_id>/", reviews.reviewed, name="reviewed"),
    path("reviews/done/<int:review_id>/grade", reviews.regrade, name="regrade"),
    path("claims/", check.claims, name="claims"),
    path("check/", check.begin, name="begin"),
    path("check/<uuid:id>/", include(check_urls)),
]
