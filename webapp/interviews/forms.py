"""What people send: which rounds they want, a story, a mark."""

from typing import Any

from django import forms

from graders.loops import Loop
from graders.package.manifest import LEVELS
from webapp.interviews.domain.stories import THEMES
from webapp.interviews.models import Story

LONGEST = 4000
"""Characters of one part of a story."""


class DayForm(forms.Form):
    """When the first round of a day begins, and the breaks between rounds. No day takes one back."""

    day = forms.DateTimeField(
        required=False,
        label="First round at",
        error_messages={"invalid": "Write the first round’s date and time, as in 2026-03-02 10:00."},
    )
    break_minutes = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=240,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Breaks have between 0 and 240 minutes."
        ),
    )


class BookForm(DayForm):
    """Which rounds of a loop, at which level; none chosen means all. The day may be planned, with breaks in between."""

    level = forms.ChoiceField(
        choices=[(level, f"Level {level}") for level in LEVELS],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a level."),
    )
    rounds = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": "Choose rounds of this loop."}
    )

    def __init__(self, loop: Loop, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        rounds = self.fields["rounds"]
        assert isinstance(rounds, forms.MultipleChoiceField)
        rounds.choices = [(round_.id, round_.title) for round_ in loop.rounds]


class StoryForm(forms.ModelForm):
    """A story in its four parts."""

    themes = forms.MultipleChoiceField(
        choices=[(theme, theme.replace("-", " ")) for theme in THEMES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """No part longer than can be told."""
        cleaned = super().clean() or {}
        for name in ("situation", "task", "action", "result"):
            if len(cleaned.get(name) or "") > LONGEST:
                self.add_error(name, f"At most {LONGEST} characters: nobody listens for longer.")
        return cleaned

    class Meta:
        model = Story
        fields = ("title", "themes", "situation", "task", "action", "result")
        widgets = {
            name: forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})
            for name, rows in (("situation", 2), ("task", 2), ("action", 6), ("result", 3))
        }
