"""What people send: an answer, a goal, what a check is to be about."""

from collections.abc import Sequence
from typing import Any

from django import forms

from graders.package.manifest import LEVELS, TOPICS
from graders.questions import Choice, Item, Ordering, Several
from graders.questions.answers import MOST_CHARACTERS
from webapp.readiness.domain.claiming import Line
from webapp.readiness.models import Goal, Review


class AnswerForm(forms.Form):
    """An answer to one showing of an item. `answer` in the cleaned data is what `graders.questions.mark` takes.

    Options and steps are named by the place where they were shown, from 1.
    """

    def __init__(self, item: Item, order: tuple[str, ...], data: Any = None) -> None:
        super().__init__(data)
        self.item, self.order = item, order
        places = [(str(place), str(place)) for place in range(1, len(order) + 1)]
        if isinstance(item, Choice):
            self.fields["answer"] = forms.ChoiceField(
                choices=places, error_messages={"required": "Choose one of the options."}
            )
        elif isinstance(item, Several):
            self.fields["answer"] = forms.MultipleChoiceField(
                choices=places, error_messages={"required": "Choose at least one of the options."}
            )
        elif isinstance(item, Ordering):
            for place, _ in places:
                self.fields[f"place-{place}"] = forms.ChoiceField(
                    choices=places, error_messages={"required": "Give every step a place."}
                )
        else:
            self.fields["answer"] = forms.CharField(
                max_length=MOST_CHARACTERS, error_messages={"required": "Type an answer."}
            )

    def clean(self) -> dict[str, Any]:
        """Places become letters."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if isinstance(self.item, Choice):
            cleaned["answer"] = self.order[int(cleaned["answer"]) - 1]
        elif isinstance(self.item, Several):
            cleaned["answer"] = [self.order[int(place) - 1] for place in cleaned["answer"]]
        elif isinstance(self.item, Ordering):
            wanted = {
                int(cleaned[f"place-{shown}"]): self.order[shown - 1]
                for shown in range(1, len(self.order) + 1)
            }
            if len(wanted) != len(self.order):
                raise forms.ValidationError("Two steps have the same place.")
            cleaned["answer"] = [wanted[place] for place in sorted(wanted)]
        return cleaned

    def complaint(self) -> str:
        """The first error, in words."""
        return str(next(iter(self.errors.values()))[0])


class ClaimsForm(forms.Form):
    """Yes or not yet for each line; a line may be left open."""

    def __init__(self, lines: Sequence[Line], data: Any = None) -> None:
        super().__init__(data)
        self.lines = lines
        for line in lines:
            self.fields[line.field] = forms.ChoiceField(
                choices=[("yes", "Yes"), ("no", "Not yet")], required=False
            )

    def said(self) -> dict[Line, bool]:
        """What was said of the lines that were not left open."""
        given = {line: self.cleaned_data[line.field] for line in self.lines}
        return {line: value == "yes" for line, value in given.items() if value}


class StartForm(forms.Form):
    """What a check is to be about."""

    focus = forms.MultipleChoiceField(choices=[(topic, topic) for topic in TOPICS], required=False)
    explain = forms.ChoiceField(choices=[("end", "At the end"), ("once", "At once")], required=False)
    with_code = forms.BooleanField(required=False)

    def wishes(self) -> dict[str, Any]:
        """As `checking.start` takes them."""
        return {
            "focus": self.cleaned_data["focus"],
            "explain_at_once": self.cleaned_data["explain"] == "once",
            "with_code": self.cleaned_data["with_code"],
        }


class GradeForm(forms.Form):
    """How well something came back."""

    grade = forms.TypedChoiceField(choices=Review.Grade.choices, coerce=int)


class DayForm(forms.Form):
    """A day of the plan."""

    day = forms.DateField()


class SwapForm(DayForm):
    """An entry of a day, to be swapped."""

    out = forms.CharField(max_length=180)


class GoalForm(forms.ModelForm):
    """What one prepares for."""

    level = forms.ChoiceField(choices=[(level, f"Level {level}") for level in LEVELS])
    interview_on = forms.DateField(
        label="Interview", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    hours_per_week = forms.FloatField(label="Hours a week", min_value=0, max_value=60)

    class Meta:
        model = Goal
        fields = ("level", "interview_on", "hours_per_week")
