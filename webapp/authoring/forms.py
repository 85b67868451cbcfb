"""What instructors fill in."""

from django import forms
from django.core.validators import RegexValidator

from graders.new.starting import kinds
from graders.package.manifest import TOPICS

SLUG = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Small letters, digits and single hyphens.")
KINDS = {
    "function": ("Function", "A function that returns a value; cases compare it."),
    "class": ("Class", "A class whose methods are called in turn."),
    "program": ("Program", "Reads standard input, writes standard output."),
    "examiner": ("Examiner", "Your code probes the candidate's, through the host."),
    "design": ("Design", "A system's parameters, run by a simulator."),
}


class NewForm(forms.Form):
    """A new problem, in a set that is there or in a new one."""

    set = forms.CharField(max_length=60, validators=[SLUG], label="Set")
    set_title = forms.CharField(max_length=120, required=False, label="Title of a new set")
    slug = forms.CharField(max_length=60, validators=[SLUG], label="Problem")
    kind = forms.ChoiceField(label="Kind")

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind, KINDS.get(kind, (kind, ""))[0]) for kind in sorted(kinds(), key=_place)]


class BundleForm(forms.Form):
    """A new bank or loop: its name, and what people read."""

    slug = forms.CharField(max_length=40, validators=[SLUG], label="Name")
    title = forms.CharField(max_length=100, required=False, label="Title")


class BankForm(BundleForm):
    """A new bank, which is about one topic of readiness."""

    topic = forms.ChoiceField(choices=[(topic, topic.replace("-", " ").capitalize()) for topic in TOPICS])

    def clean_slug(self) -> str:
        """A topic's name is that of the topic's own bank."""
        slug: str = self.cleaned_data["slug"]
        if slug in TOPICS:
            raise forms.ValidationError(
                "This is the name of a topic, whose own bank has it. Take another one."
            )
        return slug


def _place(kind: str) -> int:
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)
