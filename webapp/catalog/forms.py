"""What a visitor may filter the catalogue by."""

from django import forms

from graders.package.manifest import LEVELS, TOPICS
from webapp.catalog.models import ProblemVersion

SORTS = [("set", "By set"), ("level", "Level"), ("time", "Typical time"), ("difficulty", "Difficulty")]
STATUSES = [("new", "New"), ("tried", "Tried"), ("solved", "Solved")]


class FilterForm(forms.Form):
    """The catalogue's query string; several values of one field widen the choice, fields narrow it."""

    set = forms.SlugField(required=False)
    topic = forms.MultipleChoiceField(choices=[(topic, topic) for topic in TOPICS], required=False)
    kind = forms.MultipleChoiceField(choices=ProblemVersion.Kind.choices, required=False)
    level = forms.MultipleChoiceField(choices=[(level, level) for level in LEVELS], required=False)
    status = forms.MultipleChoiceField(choices=STATUSES, required=False)
    q = forms.CharField(max_length=80, required=False)
    sort = forms.ChoiceField(choices=SORTS, required=False)
