"""Policy, spot checks, inspections, coaching, questions."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("org", "0002_scope"), ("visits", "0020_hours")]
    operations = [
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('valid_from', models.DateField()),
                ('body', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Inspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('planned', 'Planned'), ('surprise', 'Surprise')], max_length=8)),
                ('state', models.CharField(choices=[('planned', 'planned'), ('open', 'being read'), ('done', 'done')], max_length=7)),
                ('start', models.DateField()),
                ('end', models.DateField()),
                ('planned_on', models.DateField()),
                ('policy', models.PositiveIntegerField()),
                ('done_at', models.DateTimeField(null=True)),
                ('score', models.DecimalField(decimal_places=1, max_digits=5, null=True)),
                ('comment', models.CharField(blank=True, max_length=1000)),
                ('reply', models.CharField(blank=True, max_length=1000)),
                ('replied_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('holder', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.holder')),
                ('inspector', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.staff')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.staff')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
        ),
        migrations.CreateModel(
            name='InspectionSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('inspection', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checks.inspection')),
                ('log', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='visits.log')),
                ('visit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='visits.visit')),
            ],
        ),
        migrations.CreateModel(
            name='InspectionScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=100)),
                ('name_en', models.CharField(max_length=100)),
                ('points', models.PositiveSmallIntegerField()),
                ('best', models.PositiveSmallIntegerField()),
                ('inspection', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checks.inspection')),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pattern', models.CharField(choices=[('overlap', 'Visits that overlap in time'), ('copied', 'The same text in many visits'), ('backdated', 'Visits entered long after they were held'), ('crowded', 'Very many visits in one day'), ('gaps', 'Hardly any time between visits to different customers'), ('same_marks', 'Reviews that always give the same mark')], max_length=10)),
                ('key', models.CharField(max_length=80)),
                ('policy', models.PositiveIntegerField()),
                ('facts', models.JSONField()),
                ('raised_on', models.DateField()),
                ('answer_due', models.DateField()),
                ('state', models.CharField(choices=[('open', 'waits for an answer'), ('answered', 'answered'), ('closed', 'closed')], default='open', max_length=8)),
                ('answer', models.CharField(blank=True, max_length=1000)),
                ('answered_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('explained', 'Explained'), ('agreed', 'Agreed to do otherwise'), ('mistaken', 'Asked in error')], max_length=9)),
                ('reason', models.CharField(blank=True, max_length=1000)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.staff')),
                ('holder', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.holder')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.staff')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
        ),
        migrations.CreateModel(
            name='SpotCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField()),
                ('drawn_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('quota', 'due in this week or round'), ('extra', 'by chance beside them')], max_length=5)),
                ('candidates', models.PositiveIntegerField()),
                ('policy', models.PositiveIntegerField()),
                ('result', models.CharField(blank=True, choices=[('reached', 'Reached'), ('missed', 'Not reached')], max_length=7)),
                ('whereabouts', models.CharField(blank=True, max_length=200)),
                ('remark', models.CharField(blank=True, max_length=400)),
                ('done_at', models.DateTimeField(null=True)),
                ('checker', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.staff')),
                ('holder', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.holder')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.staff')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Coaching',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('reason', models.CharField(max_length=400)),
                ('agreed', models.CharField(max_length=1000)),
                ('check_on', models.DateField()),
                ('read_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=1000)),
                ('outcome', models.CharField(blank=True, choices=[('reached', 'Reached'), ('partly', 'Partly'), ('not', 'Not reached')], max_length=7)),
                ('remark', models.CharField(blank=True, max_length=1000)),
                ('followed_on', models.DateField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('coach', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.staff')),
                ('holder', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.holder')),
                ('log', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='visits.log')),
                ('staff', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.staff')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(models.F('staff'), models.F('on'), models.F('id'), name='coaching_of_staff'), models.Index(models.F('unit'), models.F('on'), models.F('id'), name='coaching_of_unit'), models.Index(models.F('holder'), models.F('on'), models.F('id'), name='coaching_of_holder'), models.Index(models.F('coach'), models.F('check_on'), condition=models.Q(('followed_on', None)), name='coaching_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('coach', models.F('staff')), _negated=True), name='nobody_coaches_herself'), models.CheckConstraint(condition=models.Q(('check_on__gt', models.F('on'))), name='coaching_is_checked_later'), models.CheckConstraint(condition=models.Q(models.Q(('followed_on', None), ('outcome', '')), models.Q(('followed_on__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='outcome_with_its_day')],
            },
        ),
        migrations.AddIndex(
            model_name='inspection',
            index=models.Index(models.F('staff'), models.F('planned_on'), models.F('id'), name='inspection_of_staff'),
        ),
        migrations.AddIndex(
            model_name='inspection',
            index=models.Index(models.F('unit'), models.F('planned_on'), models.F('id'), name='inspection_of_unit'),
        ),
        migrations.AddIndex(
            model_name='inspection',
            index=models.Index(models.F('holder'), models.F('planned_on'), models.F('id'), name='inspection_of_holder'),
        ),
        migrations.AddIndex(
            model_name='inspection',
            index=models.Index(models.F('planned_on'), models.F('id'), name='inspection_by_day'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='inspected_period_has_days'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(('inspector', models.F('staff')), _negated=True), name='nobody_inspects_herself'),
        ),
        migrations.AddConstraint(
            model_name='inspection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', False), ('score__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_at', None), ('score', None)), _connector='OR'), name='done_inspection_has_a_score'),
        ),
        migrations.AddConstraint(
            model_name='inspectionsample',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('log', None), ('visit__isnull', False)), models.Q(('log__isnull', False), ('visit', None)), _connector='OR'), name='sample_is_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='inspectionscore',
            constraint=models.UniqueConstraint(models.F('inspection'), models.F('code'), name='one_score_a_criterion'),
        ),
        migrations.AddConstraint(
            model_name='inspectionscore',
            constraint=models.CheckConstraint(condition=models.Q(('points__lte', models.F('best'))), name='points_up_to_best'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(models.F('unit'), models.F('raised_on'), models.F('id'), name='question_of_unit'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(models.F('holder'), models.F('raised_on'), models.F('id'), name='question_of_holder'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(models.F('raised_on'), models.F('id'), name='question_by_day'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(models.F('staff'), models.F('pattern'), models.F('key'), name='nothing_is_asked_twice'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('closer', None), models.Q(('closer', models.F('staff')), _negated=True), _connector='OR'), name='nobody_closes_her_own'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closer__isnull', False), ('state', 'closed'), models.Q(('reason', ''), _negated=True), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None), ('closer', None), ('outcome', ''), ('reason', '')), _connector='OR'), name='closed_with_a_reason'),
        ),
        migrations.AddIndex(
            model_name='spotcheck',
            index=models.Index(models.F('unit'), models.F('week'), name='spot_of_unit'),
        ),
        migrations.AddIndex(
            model_name='spotcheck',
            index=models.Index(models.F('staff'), models.F('week'), name='spot_of_staff'),
        ),
        migrations.AddIndex(
            model_name='spotcheck',
            index=models.Index(models.F('holder'), models.F('week'), name='spot_of_holder'),
        ),
        migrations.AddIndex(
            model_name='spotcheck',
            index=models.Index(models.F('week'), models.F('id'), name='spot_by_week'),
        ),
        migrations.AddConstraint(
            model_name='spotcheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checker', None), ('done_at', None), ('result', '')), models.Q(('checker__isnull', False), ('done_at__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='done_spot_check_has_a_result'),
        ),
        migrations.AddConstraint(
            model_name='spotcheck',
            constraint=models.CheckConstraint(condition=models.Q(('checker', models.F('staff')), _negated=True), name='nobody_checks_herself'),
        ),
        migrations.AddConstraint(
            model_name='spotcheck',
            constraint=models.UniqueConstraint(models.F('staff'), models.F('drawn_at'), name='one_draw_at_a_time'),
        ),
    ]
