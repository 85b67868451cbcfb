"""Addresses under /interviews/."""

from django.urls import include, path

from webapp.interviews.views import index, own, report, room, stories

app_name = "interviews"

round_urls = [
    path("", room.room, name="room"),
    *(path(step, room.move, {"step": step}, name=step) for step in ("start", "pause", "resume", "hand-in")),
    path("clock", room.clock, name="clock"),
    path("events", room.events, name="events"),
    path("probe/<slug:question>", room.probe, name="probe"),
    path("go-on/<int:stage>", room.go_on, name="go_on"),
    path("sheets/<slug:name>", room.sheet, name="sheet"),
    path("sheets/<slug:name>/run", room.attempt, {"mode": "run"}, name="run"),
    path("sheets/<slug:name>/submit", room.attempt, {"mode": "grade"}, name="submit"),
    path("report/", report.report, name="report"),
    path("report/mark", report.mark, name="mark"),
    path("report/finish", report.finish, name="finish"),
    path("report.json", report.as_json, name="report_json"),
    path("replay/", report.replay, name="replay"),
    path("replay.json", report.replay_json, name="replay_json"),
    path("erase", own.erase_recording, name="erase_recording"),
]

urlpatterns = [
    path("", index.index, name="index"),
    path("start/<slug:loop>", index.start, name="book"),
    path("stories/", stories.stories, name="stories"),
    path("stories/new", stories.story, name="new_story"),
    path("stories/<uuid:id>/", stories.story, name="story"),
    path("stories/<uuid:id>/drop", stories.drop, name="drop_story"),
    path("export.json", own.export_json, name="export_json"),
    path("erase", own.erase, name="erase"),
    path("rounds/<uuid:id>/", include(round_urls)),
    path("<uuid:id>/", index.interview, name="interview"),
    path("<uuid:id>/remove", index.remove, name="remove"),
]
