"""Addresses of the studio."""

from django.urls import path

from webapp.authoring.views import editor, files, importing, index, proofs, trials

app_name = "authoring"
urlpatterns = [
    path("", index.index, name="index"),
    path("new", index.new, name="new"),
    path("import", importing.bring, name="import"),
    path("log", index.audit, name="audit"),
    path("open/<slug:set>/<slug:slug>", index.open_problem, name="open"),
    path("problems/<slug:set>/<slug:slug>/", proofs.problem, name="problem"),
    path("problems/<slug:set>/<slug:slug>/keep", proofs.keep, name="keep"),
    path("<uuid:id>/", editor.workspace, name="workspace"),
    path("<uuid:id>/candidate", trials.candidate, name="candidate"),
    path("<uuid:id>/candidate/run", trials.try_run, name="try_run"),
    path("<uuid:id>/candidate/submit", trials.try_submit, name="try_submit"),
    path("<uuid:id>/candidate/sketch", trials.sketch, name="sketch"),
    path("<uuid:id>/trials", trials.trials, name="trials"),
    path("<uuid:id>/trials/<uuid:trial>/result", trials.trial_result, name="trial_result"),
    path("<uuid:id>/trials/<uuid:trial>/events", trials.trial_events, name="trial_events"),
    path("<uuid:id>/trials/<uuid:trial>/restore", trials.trial_restore, name="trial_restore"),
    path("<uuid:id>/zip", editor.download, name="zip"),
    path("<uuid:id>/people", editor.people, name="people"),
    path("<uuid:id>/close", editor.close, name="close"),
    path("<uuid:id>/file", files.file, name="file"),
    path("<uuid:id>/files", files.add, name="files"),
    path("<uuid:id>/history", files.past, name="history"),
    path("<uuid:id>/difference", files.difference, name="difference"),
    path("<uuid:id>/restore", files.restore, name="restore"),
    path("<uuid:id>/preview", files.preview, name="preview"),
    path("<uuid:id>/here", files.here, name="here"),
    path("<uuid:id>/events", proofs.events, name="events"),
    path("<uuid:id>/prove", proofs.prove, name="prove"),
    path("<uuid:id>/cancel", proofs.cancel, name="cancel"),
    path("<uuid:id>/publish", proofs.publish, name="publish"),
    path("<uuid:id>/review", proofs.review, name="review"),
]
