"""More roles, and duties that exclude each other: who held two of them keeps the one that can give the other to somebody else.

Who administers stops auditing and approving; who approves stops auditing.
"""

from django.db import migrations, models

PART_DUTIES = """
with held as (
    select m.id, m.user_id, case when r.role = 'AGENCY_ADMINISTRATOR' then 1
                                 when r.role in ('SUPERVISOR', 'RELEASE_AUTHORITY') then 2
                                 when r.role = 'AUDITOR' then 3 end as duty
    from agencies_user_groups m join agencies_agencyrole r on r.group_id = m.group_id)
delete from agencies_user_groups g using held h
where g.id = h.id and h.duty > (select min(o.duty) from held o where o.user_id = h.user_id);
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_credentials")]

    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={"permissions": [("enter", "Can enter the hub"),
                                     ("administer_users", "Can administer people of the agency"),
                                     ("decide_release", "Can decide on releases")],
                     "verbose_name": "user", "verbose_name_plural": "users"},
        ),
        migrations.AlterField("agency", "kind", models.CharField(
            choices=[("CUSTOMS", "Customs"), ("POLICE", "Police"), ("TAX", "Tax body"), ("OTHER", "Other"),
                     ("HUB", "Keeper of the hub")], max_length=10, verbose_name="kind")),
        migrations.AlterField("agencyrole", "role", models.CharField(
            choices=[("FRONT_LINE", "Front line"), ("OFFICER", "Officer"), ("ANALYST", "Analyst"), ("SUPERVISOR", "Supervisor"),
                     ("RELEASE_AUTHORITY", "Release authority"), ("DESK", "Desk"), ("DATA_PROTECTION", "Data protection"),
                     ("AUDITOR", "Auditor"), ("AGENCY_ADMINISTRATOR", "Agency administrator"), ("HUB_AUDITOR", "Hub auditor"),
                     ("COORDINATOR", "Coordinator")], max_length=24)),
        migrations.RunSQL(PART_DUTIES, migrations.RunSQL.noop),
    ]
