"""Addresses under /interviews/."""

from django.urls import include, path

from webapp.interviews.views import (
    board,
    hosting,
    index,
    own,
    peers,
    recordings,
    report,
    room,
    stories,
    together,
)

app_name = "interviews"

round_urls = [
    path("", room.room, name="room"),
    *(path(step, room.move, {"step": step}, name=step) for step in ("start", "pause", "resume", "hand-in")),
    path("clock", room.clock, name="clock"),
    path("invite", together.invite, name="invite"),
    path("call", together.call, name="call"),
    path("news", together.news, name="news"),
    path("attempts/<uuid:submission>", together.result, name="attempt_result"),
    path("act/<slug:what>", together.act, name="act"),
    path("events", room.events, name="events"),
    path("probe/<slug:question>", room.probe, name="probe"),
    path("go-on/<int:stage>", room.go_on, name="go_on"),
    path("sheets/<slug:name>", room.sheet, name="sheet"),
    path("sheets/<slug:name>/late", report.late, name="late"),
    path("sheets/<slug:name>/run", room.attempt, {"mode": "run"}, name="run"),
    path("sheets/<slug:name>/submit", room.attempt, {"mode": "grade"}, name="submit"),
    path("report/", report.report, name="report"),
    path("report/mark", report.mark, name="mark"),
    path("report/finish", report.finish, name="finish"),
    path("report/propose", report.propose, name="propose"),
    path("report/judge", report.judge, name="judge"),
    path("report/judged", report.finish_judging, name="finish_judging"),
    path("report.json", report.as_json, name="report_json"),
    path("replay/", report.replay, name="replay"),
    path("replay.json", report.replay_json, name="replay_json"),
    path("simulate", board.simulate, name="simulate"),
    path("simulated", board.simulated, name="simulated"),
    path("recordings", recordings.keep, name="recordings"),
    path("recordings/<uuid:recording>", recordings.hear, name="recording"),
    path("recordings/<uuid:recording>/drop", recordings.drop, name="drop_recording"),
    path("erase", own.erase_recording, name="erase_recording"),
]

urlpatterns = [
    path("", index.index, name="index"),
    path("start/<slug:loop>", index.start, name="book"),
    path("stories/", stories.stories, name="stories"),
    path("stories/new", stories.story, name="new_story"),
    path("stories/<uuid:id>/", stories.story, name="story"),
    path("stories/<uuid:id>/drop", stories.drop, name="drop_story"),
    path("peers/", peers.index, name="peers"),
    path("peers/state", peers.state, name="peers_state"),
    path("peers/withdraw", peers.withdraw, name="peers_withdraw"),
    path("peers/<uuid:id>/", peers.pairing, name="pairing"),
    path("peers/<uuid:id>/state", peers.pairing_state, name="pairing_state"),
    path("host/", hosting.host, name="host"),
    path("host/<int:link>/withdraw", hosting.withdraw, name="withdraw_hosted"),
    path("with/<str:token>", hosting.hosted, name="hosted"),
    path("export.json", own.export_json, name="export_json"),
    path("erase", own.erase, name="erase"),
    path("rounds/<uuid:id>/", include(round_urls)),
    path("<uuid:id>/", index.interview, name="interview"),
    path("<uuid:interview_id>/plan", index.plan, name="plan"),
    path("<uuid:id>/remove", index.remove, name="remove"),
]
