"""What the record of a plan's deletion keeps beside it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0010_uploads")]

    operations = [
        migrations.AddField(
            model_name="historicalplan",
            name="beside",
            field=models.JSONField("删除时另存的内容", editable=False, null=True),
        )
    ]
