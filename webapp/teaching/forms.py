"""What people send: a cohort, a link, an assignment and its items, dates of one person."""

from typing import Any
from zoneinfo import available_timezones

from django import forms

from graders.loops import Loop
from graders.package.manifest import LEVELS, TOPICS
from webapp.teaching.domain.assigning import Extended
from webapp.teaching.models import Assignment, Cohort, Role

MOMENT = "%Y-%m-%dT%H:%M"


def zones() -> list[tuple[str, str]]:
    """Time zones by their names."""
    return [(name, name) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


class MomentField(forms.DateTimeField):
    """A date and time, in the time zone that is in force: the cohort's."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        super().__init__(widget=widget, input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S"], **more)


class CohortForm(forms.ModelForm):
    """A cohort."""

    zone = forms.ChoiceField(label="Time zone", help_text="Dates are said and typed in it.")

    class Meta:
        model = Cohort
        fields = ("title", "term", "zone")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = zones()


class LinkForm(forms.Form):
    """An invitation link."""

    role = forms.ChoiceField(choices=Role.choices, initial=Role.CANDIDATE)
    days = forms.IntegerField(min_value=1, max_value=180, initial=14, label="Days until it expires")
    seats = forms.IntegerField(min_value=1, max_value=10_000, required=False, label="Seats")


class RosterForm(forms.Form):
    """A CSV file, or its text once it was shown."""

    file = forms.FileField(required=False, label="CSV file")
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput())


class AssignmentForm(forms.ModelForm):
    """The rules of an assignment."""

    opens_at = MomentField(label="Opens")
    due_at = MomentField(label="Due")
    late_until = MomentField(
        label="Late work until", required=False, help_text="Empty: nothing is taken after the due date."
    )

    late_penalty = forms.IntegerField(
        min_value=0, max_value=100, initial=0, label="Late penalty, percent for each day begun"
    )

    class Meta:
        model = Assignment
        fields = (
            "title", "says", "opens_at", "due_at", "late_until", "late_penalty", "attempts", "counts", "feedback",
            "exam_minutes",
        )  # fmt: skip
        labels = {
            "says": "Instructions (Markdown)",
            "attempts": "Attempts at each item",
            "counts": "Which attempt counts",
            "feedback": "Feedback while it runs",
            "exam_minutes": "Exam: minutes on the clock",
        }
        help_texts = {
            "attempts": "Empty: as many as one likes.",
            "exam_minutes": "Empty: no exam. An exam runs in cells that serve nobody else, with the verdict alone or nothing as"
            " feedback, and without hints, editorial and notebook.",
        }
        widgets = {"says": forms.Textarea(attrs={"rows": 4})}

    def _get_validation_exclusions(self) -> set[str]:
        """Dates that contradict each other are for the domain, which says so beside the field; a constraint says its own name."""
        return super()._get_validation_exclusions() | {"opens_at", "due_at", "late_until"}  # type: ignore[misc, no-any-return]


class PointsForm(forms.Form):
    """What an item is worth."""

    points = forms.FloatField(min_value=0, max_value=10_000, initial=10)


class ProblemForm(PointsForm):
    """A problem."""

    problem = forms.CharField(
        max_length=300, label="Problem", help_text="Begin to type its title, or paste its address.",
        widget=forms.TextInput(attrs={"list": "problem-names", "autocomplete": "off"}),
    )  # fmt: skip
    field_order = ("problem", "points")


class QuizForm(PointsForm):
    """A quiz."""

    topics = forms.MultipleChoiceField(
        choices=[(topic, str(topic).replace("-", " ")) for topic in TOPICS], required=False,
        widget=forms.CheckboxSelectMultiple, label="Topics", help_text="None chosen: all of them.",
    )  # fmt: skip
    count = forms.IntegerField(min_value=1, max_value=50, initial=10, label="Questions")
    field_order = ("topics", "count", "points")


class RoundsForm(PointsForm):
    """Mock rounds of one loop."""

    level = forms.ChoiceField(choices=[(level, f"Level {level}") for level in LEVELS])
    rounds = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Rounds",
        help_text="None chosen: all of them.",
    )
    field_order = ("rounds", "level", "points")

    def __init__(self, loop: Loop, data: Any = None, **more: Any) -> None:
        super().__init__(data, prefix=f"loop-{loop.id}", **more)
        self.loop = loop
        rounds = self.fields["rounds"]
        assert isinstance(rounds, forms.MultipleChoiceField)
        rounds.choices = [(one.id, one.title) for one in loop.rounds]


class ExtensionForm(forms.Form):
    """Dates of one person."""

    user = forms.TypedChoiceField(coerce=int, label="Person")
    due_at = MomentField(label="Due")
    late_until = MomentField(label="Late work until", required=False)
    extra_minutes = forms.IntegerField(
        min_value=0, max_value=600, initial=0, required=False, label="More minutes in an exam"
    )
    reason = forms.CharField(max_length=200, required=False, label="Reason, for those who teach")

    def __init__(self, people: list[tuple[int, str]], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        user = self.fields["user"]
        assert isinstance(user, forms.TypedChoiceField)
        user.choices = people

    def dates(self) -> Extended:
        """As the domain takes them."""
        sent = self.cleaned_data
        return Extended(sent["due_at"], sent["late_until"], sent["extra_minutes"] or 0, sent["reason"])
