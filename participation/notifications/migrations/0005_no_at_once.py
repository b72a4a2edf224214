from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0004_cadence_and_digest'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='mailpreference',
            name='at_once',
        ),
    ]
