from django.db import migrations, models

OPEN = ["editing", "submitted", "returned"]


def keep_one_open(apps, schema_editor):
    """Of several open drafts of one text leave the one that was touched last; the others can be taken up again."""
    Draft = apps.get_model("documents", "Draft")
    seen = set()
    for draft in Draft.objects.filter(state__in=OPEN).only("source_sha256", "state").order_by("-updated_at", "-pk"):
        if draft.source_sha256 in seen:
            draft.state = "discarded"
            draft.save(update_fields=["state"])
        seen.add(draft.source_sha256)


class Migration(migrations.Migration):

    dependencies = [("documents", "0008_draft_contributors")]

    operations = [
        migrations.RunPython(keep_one_open, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", OPEN)),
                fields=("source_sha256",),
                name="draft_of_a_text_is_open_once",
            ),
        ),
    ]
