"""Addresses under /teaching/ and /assignments/."""

app_name = "teaching"
urlpatterns: list[object] = []
