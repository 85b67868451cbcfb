"""Addresses under /teaching/ (for those who teach, and invitations) and /assignments/ (for those who do them)."""

from django.urls import include, path

from webapp.teaching.views import assignments, cohorts, doing, grades, join, people

app_name = "teaching"

cohort_urls = [
    path("", cohorts.cohort, name="cohort"),
    path("edit", cohorts.edit, name="edit"),
    path("archive", cohorts.archive, name="archive"),
    path("people/", people.people, name="people"),
    path("people/<int:user>", people.change, name="member"),
    path("links", people.make_link, name="make_link"),
    path("links/<int:link>/revoke", people.revoke_link, name="revoke_link"),
    path("roster", people.upload, name="roster"),
    path("invited/send", people.send_again, name="send_again"),
    path("invited/<int:invited>/remove", people.uninvite, name="uninvite"),
    path("leave", people.leave, name="leave"),
    path("grades/", grades.grades, name="grades"),
    path("grades.csv", grades.grades_csv, name="grades_csv"),
    path("assignments/new", assignments.create, name="create_assignment"),
]

assignment_urls = [
    path("", doing.assignment, name="assignment"),
    path("start", doing.start, name="start"),
    path("finish", doing.finish, name="finish"),
    path("edit", assignments.edit, name="edit_assignment"),
    path("setup", assignments.setup, name="setup"),
    path("publish", assignments.publish, name="publish"),
    path("copy", assignments.copy, name="copy"),
    path("extend", assignments.extend, name="extend"),
    path("items/add/<slug:kind>", assignments.add_item, name="add_item"),
    path("items/<int:number>/change", assignments.change_item, name="change_item"),
    path("items/<int:number>/", doing.item, name="item"),
    path("items/<int:number>/run", doing.run, name="run"),
    path("items/<int:number>/submit", doing.submit, name="submit"),
    path("items/<int:number>/quiz/<int:attempt>", doing.quiz, name="quiz"),
    path("items/<int:number>/people/<int:user>", grades.attempts, name="attempts"),
]

urlpatterns = [
    path("teaching/", cohorts.index, name="index"),
    path("teaching/new", cohorts.create, name="create"),
    path("teaching/join/<str:token>", join.join, name="join"),
    path("teaching/cohorts/<uuid:id>/", include(cohort_urls)),
    path("assignments/", doing.mine, name="mine"),
    path("assignments/<uuid:id>/", include(assignment_urls)),
]
