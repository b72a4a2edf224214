from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0006_fault_clusters'),
    ]

    operations = [
        migrations.AddField(
            model_name='idea',
            name='handed_in',
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text='Of one that was returned: what staff read, while its author changes it',
            ),
        ),
    ]
