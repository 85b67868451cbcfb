"""The self-check: what somebody says they can do, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.accounts.models import User
from webapp.readiness.domain import observing
from webapp.readiness.models import Evidence, Item, ItemVersion


@dataclass(frozen=True, eq=False)
class Line:
    """One line; `said` is the last answer to it, None if there is none. HTML in `can` and `yes`."""

    number: int
    version: ItemVersion
    can: str
    yes: str
    said: bool | None

    @property
    def field(self) -> str:
        """The name of its field."""
        return f"claim-{self.version.pk}"


def claims_of(user: User) -> list[Line]:
    """The lines that are asked, in their order, with what this person said last."""
    items = Item.objects.filter(kind=Item.Kind.CLAIM, retired=False, current__isnull=False)
    items = items.select_related("current").order_by("order", "name")
    log = Evidence.objects.filter(user=user, kind=Evidence.Kind.CLAIM).order_by("number")
    said = {item: bool(category) for item, category in log.values_list("item__item_id", "category")}
    return [
        Line(
            number,
            version,
            can=version.html[version.content["can"]],
            yes=version.html[version.content["yes"]],
            said=said.get(item.pk),
        )
        for number, item in enumerate(items, start=1)
        if (version := item.current)
    ]


def say(user: User, said: Mapping[Line, bool], now: datetime) -> None:
    """Log what was said, where it differs from the last time: repeating a claim makes it no truer."""
    for line, yes in said.items():
        if line.said is not yes:
            observing.claim(user, line.version, yes, now)
