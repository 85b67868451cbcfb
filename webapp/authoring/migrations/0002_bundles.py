"""Drafts and publications of question banks and loops beside those of problems."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def keep_digests(apps, schema_editor):
    """A draft names what it began from by its digest, whatever it is of."""
    version = apps.get_model("catalog", "ProblemVersion").objects.filter(pk=OuterRef("base_id"))
    drafts = apps.get_model("authoring", "Workspace").objects.filter(base__isnull=False)
    drafts.update(base_digest=Subquery(version.values("digest")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("authoring", "0001_initial"),
        ("catalog", "0006_bundles"),
    ]

    operations = [
        migrations.AddField(
            model_name="workspace",
            name="base_digest",
            field=models.CharField(blank=True, max_length=80, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(keep_digests, migrations.RunPython.noop),
        migrations.RemoveField(model_name="workspace", name="base"),
        migrations.AddField(
            model_name="publication",
            name="bundle_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="catalog.bundleversion",
            ),
        ),
        migrations.AlterField(
            model_name="publication",
            name="version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="catalog.problemversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=Q(("version__isnull", True), ("bundle_version__isnull", True), _connector="XOR"),
                name="authoring_publication_of_one",
            ),
        ),
    ]
