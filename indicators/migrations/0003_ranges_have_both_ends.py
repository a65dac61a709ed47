from django.db import migrations, models
from django.db.models import Q


def part_with_half_ranges(apps, schema_editor):
    """A range of which one end is missing has shown the other as a plain value; now it is one."""
    half = Q(operator="range") & (Q(value__isnull=True) | Q(upper__isnull=True))
    apps.get_model("indicators", "Target").objects.filter(half).update(operator="=", upper=None)


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0002_wording'),
    ]

    operations = [
        migrations.RunPython(part_with_half_ranges, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('operator', 'range'), _negated=True), models.Q(('upper__isnull', False), ('value__isnull', False)), _connector='OR'), name='target_range_has_both_ends', violation_error_message='“区间”须同时填写数值和上限。'),
        ),
    ]
