import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0004_desk'),
    ]

    operations = [
        migrations.AddField(
            model_name='correspondent',
            name='confirmed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='confirmed'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='flood_comments',
            field=models.PositiveSmallIntegerField(default=30, help_text='When this many came within the minutes below, each one more is held and says so. 0: never for that.', validators=[django.core.validators.MaxValueValidator(1000)], verbose_name='comments on the whole site'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='flood_minutes',
            field=models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='within minutes'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='links_held_from',
            field=models.PositiveSmallIntegerField(default=2, help_text='A comment with this many links or more is held. 0: never for that.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='links'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='pause_seconds',
            field=models.PositiveSmallIntegerField(default=20, help_text='Faster from one connection is held, not refused. 0: never for that.', validators=[django.core.validators.MaxValueValidator(3600)], verbose_name='seconds between two comments'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='screens_details',
            field=models.BooleanField(default=True, help_text='Phone numbers, streets and email addresses in the words.', verbose_name='look for personal details'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='screens_links',
            field=models.BooleanField(default=True, help_text='Their number, shorteners, hosts that look like others.', verbose_name='look at links'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='screens_names',
            field=models.BooleanField(default=True, help_text='Those that look like an author’s or like one of the team.', verbose_name='look at names'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='screens_origin',
            field=models.BooleanField(default=True, help_text='Throw-away addresses, programs that fill in forms, many at once from one connection, from one address or on the whole site.', verbose_name='look at where it came from'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='screens_repeats',
            field=models.BooleanField(default=True, help_text='The same few words, or nearly the same ones, within 30 days.', verbose_name='look for repeats'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='screens_writing',
            field=models.BooleanField(default=True, help_text='Nearly all capitals, or another script.', verbose_name='look at the writing'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='script',
            field=models.CharField(choices=[('latin', 'Latin'), ('cyrillic', 'Cyrillic'), ('greek', 'Greek'), ('arabic', 'Arabic'), ('hebrew', 'Hebrew'), ('devanagari', 'Devanagari'), ('hangul', 'Korean'), ('cjk', 'Chinese or Japanese')], default='latin', help_text='A comment that is mostly in another one is held.', max_length=12, verbose_name='script of this site'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='trusts',
            field=models.BooleanField(default=False, help_text='Off: every comment waits for a person. On: a comment is shown at once if it was proved by mail, its address is confirmed, the numbers below are met and nothing at all was noticed. Never where somebody may be at risk.', verbose_name='show comments of known writers at once'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='trusts_after',
            field=models.PositiveSmallIntegerField(default=3, help_text='So many of the same writer must stand on the page.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)], verbose_name='after approved comments'),
        ),
        migrations.AddField(
            model_name='discussionsettings',
            name='trusts_days',
            field=models.PositiveSmallIntegerField(default=90, help_text='One comment marked as spam within these days ends the trust.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='days without spam'),
        ),
        migrations.CreateModel(
            name='Fingerprint',
            fields=[
                ('band', models.BigIntegerField(primary_key=True, serialize=False)),
                ('seen_at', models.DateTimeField(db_index=True)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fingerprints', to='comments.comment')),
            ],
        ),
        migrations.CreateModel(
            name='Rule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effect', models.CharField(choices=[('hold', 'Hold: a person reads it, trusted or not'), ('spam', 'Spam: put it away, out of the queue'), ('concern', 'Concern: hold it on top, somebody may be at risk'), ('block', 'Block: put away whatever comes from there'), ('overlook', 'Overlook: harmless words that hold a listed phrase')], max_length=10, verbose_name='what happens')),
                ('what', models.CharField(choices=[('text', 'words in the comment'), ('name', 'the name'), ('domain', 'the address’s domain'), ('address', 'an address'), ('sender', 'a connection')], default='text', max_length=10, verbose_name='looks at')),
                ('value', models.CharField(max_length=200, verbose_name='words')),
                ('key_name', models.CharField(blank=True, editable=False, max_length=16)),
                ('label', models.CharField(blank=True, max_length=100, verbose_name='label')),
                ('family', models.CharField(blank=True, max_length=40, verbose_name='family')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='why')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='since')),
                ('hits', models.PositiveIntegerField(default=0, editable=False, verbose_name='hits')),
            ],
            options={
                'verbose_name': 'rule',
                'verbose_name_plural': 'rules',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('effect', 'what', 'value'), name='rule_is_said_once')],
            },
        ),
    ]
