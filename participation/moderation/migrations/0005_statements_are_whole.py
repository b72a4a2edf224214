import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0004_what_was_decided_before'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['hidden', 'warned', 'paused']), _negated=True), models.Q(models.Q(('rule', ''), _negated=True), models.Q(('ground', ''), _negated=True), models.Q(('facts', ''), _negated=True)), _connector='OR'), name='moderation_states_its_reasons'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('about__in', ['words', 'name']), ('found__in', ['flag', 'signal', 'staff']), ('outcome__in', ['hidden', 'kept', 'restored', 'returned', 'warned', 'paused', 'lifted'])), name='moderation_known_outcome'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['paused', 'lifted']), ('pause__isnull', False)), models.Q(models.Q(('outcome__in', ['paused', 'lifted']), _negated=True), ('pause__isnull', True)), _connector='OR'), name='moderation_pause_has_its_row'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='municipality',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='places.municipality'),
        ),
    ]
