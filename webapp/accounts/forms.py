"""Forms of the settings page and of the login."""

from typing import Any, ClassVar

from allauth.account.forms import LoginForm as AllauthLoginForm
from django import forms

from webapp.accounts.models import Preferences

LIFETIMES = [("30", "30 days"), ("90", "90 days"), ("365", "One year"), ("", "No end")]


class LoginForm(AllauthLoginForm):
    """allauth's form in our words, telling the lock-out which address was tried."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username or email"
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["remember"].label = "Keep me logged in"

    def user_credentials(self) -> dict[str, Any]:
        """The credentials, with the address under the name that the lock-out counts by."""
        credentials: dict[str, Any] = super().user_credentials()
        credentials["login"] = credentials.get("email") or credentials.get("username")
        return credentials


class PreferencesForm(forms.ModelForm):
    """Theme, keys and editor."""

    class Meta:
        model = Preferences
        fields: ClassVar[list[str]] = ["theme", "keymap", "editor"]


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(max_length=60, help_text="What will use it, for instance “laptop”.")
    days = forms.ChoiceField(choices=LIFETIMES, required=False, initial="90", label="Valid for")

    def clean_days(self) -> int | None:
        """Days until it ends, None for no end."""
        days = self.cleaned_data["days"]
        return int(days) if days else None
