import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def named_by_their_topic(apps, schema_editor):
    """News of duties from before. Where no topic says it they stay without, and are for whoever works anywhere."""
    Notification = apps.get_model("notifications", "Notification")
    Topic = apps.get_model("topics", "Topic")
    where = Topic.objects.filter(pk=OuterRef("topic")).values("municipality")[:1]
    of_duties = Q(reason="staff") | Q(path__startswith="/cms/")
    Notification.objects.filter(of_duties, topic__isnull=False).update(municipality=Subquery(where))
    # That a role was taken away is read by whoever lost it.
    Notification.objects.filter(kind="staff_role", reason="staff", path="").update(reason="other")


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0012_what_one_has_supported'),
        ('places', '__first__'),
        ('topics', '__first__'),
    ]

    operations = [
        migrations.AddField(
            model_name='notification',
            name='municipality',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='places.municipality'),
        ),
        migrations.RunPython(named_by_their_topic, migrations.RunPython.noop),
    ]
