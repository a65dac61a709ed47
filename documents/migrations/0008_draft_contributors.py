from django.conf import settings
from django.db import migrations, models

# What somebody does to a draft without changing it, as the log begins to say it.
LOOKED_AT = ("退回", "撤回", "放弃", "恢复", "核对了他人", "审核后发布")


def find_contributors(apps, schema_editor):
    """Take whoever opened, changed or submitted a draft from its log, where only their names are."""
    Draft = apps.get_model("documents", "Draft")
    key_of = dict(apps.get_model(settings.AUTH_USER_MODEL).objects.values_list("username", "pk"))
    for draft in Draft.objects.only("owner", "log"):
        names = [entry["who"] for entry in draft.log if not entry["what"].startswith(LOOKED_AT)]
        found = [draft.owner_id, *(key_of.get(name) for name in names)]
        draft.contributors = [key for key in dict.fromkeys(found) if key]
        draft.save(update_fields=["contributors"])


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0007_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="contributors",
            field=models.JSONField(blank=True, default=list, verbose_name="录入、改动或提交过的人"),
        ),
        migrations.RunPython(find_contributors, migrations.RunPython.noop),
    ]
