from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0013_numbers_of_a_municipality'),
    ]

    operations = [
        migrations.AlterField(
            model_name='item',
            name='kind',
            field=models.CharField(choices=[('idea', 'Ny idé'), ('change', 'Ändring av en idé'), ('topic', 'Publicerad text'), ('entry', 'Inlägg'), ('name', 'Namn'), ('photo', 'Bild'), ('fault', 'Felanmälan'), ('appeal', 'Överklagande')], max_length=6, verbose_name='sort'),
        ),
    ]
