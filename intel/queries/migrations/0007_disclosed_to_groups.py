"""What is said to a sharing group, at an epoch of it that only goes on for newcomers whom two persons let learn it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


KEPT = """
alter table queries_disclosure add constraint queries_disclosure_epoch_of_group foreign key (epoch_id, sharing_group_id)
    references sharing_epoch (id, sharing_group_id);
drop trigger proposal_is_kept on queries_disclosure;
create trigger proposal_is_kept before update on queries_disclosure for each row
    when (to_jsonb(old) - '{label_id,decided_by_id,decided_at,epoch_id}'::text[]
          is distinct from to_jsonb(new) - '{label_id,decided_by_id,decided_at,epoch_id}'::text[]
          or old.decided_at is not null and (old.decided_at, old.decided_by_id) is distinct from (new.decided_at, new.decided_by_id))
    execute function queries_is_kept();
create trigger disclosure_is_decided_by_who_acts before update on queries_disclosure for each row
    when (old.decided_by_id is distinct from new.decided_by_id)
    execute function hub_requires_viewer('disclosure_is_decided_by_who_acts', 'decided_by_id');

create function queries_newcomers_are_let_learn() returns trigger
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.decided_at is null or not exists (
            select from sharing_catchup c join sharing_epoch e on e.id = c.epoch_id join sharing_epoch before on before.id = old.epoch_id
            where c.epoch_id = new.epoch_id and c.owner_agency_id = new.owner_agency_id and c.decided_at is null
              and c.proposed_by_id <> hub_user() and e.number > before.number) then
        raise exception 'newcomers learn it when one person proposes and another confirms that'
            using errcode = '23514', constraint = 'newcomers_are_let_learn';
    end if;
    return new;
end $$;
create trigger newcomers_are_let_learn before update on queries_disclosure for each row
    when (old.epoch_id is distinct from new.epoch_id) execute function queries_newcomers_are_let_learn();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0004_scattered_references'),
        ('alerts', '0010_reserved'),
        ('queries', '0006_standing'),
        ('sharing', '0004_epoch_of_group'),
        ('subjects', '0010_protected'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='disclosure',
            name='disclosure_is_proposed_once',
        ),
        migrations.RemoveConstraint(
            model_name='disclosure',
            name='disclosure_is_in_force_once',
        ),
        migrations.AddField(
            model_name='disclosure',
            name='epoch',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.epoch'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='sharing_group',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sharing.sharinggroup', verbose_name='sharing group'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', True), ('epoch__isnull', False), ('sharing_group__isnull', False)), models.Q(('epoch__isnull', True), ('sharing_group__isnull', True)), _connector='OR'), name='disclosure_is_for_agency_or_group'),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('owner_agency', 'alert', 'subject', 'risk_area', 'agency', 'sharing_group'), name='disclosure_is_proposed_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='disclosure',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at__isnull', False)), fields=('owner_agency', 'alert', 'subject', 'risk_area', 'agency', 'sharing_group'), name='disclosure_is_in_force_once', nulls_distinct=False),
        ),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
    ]
