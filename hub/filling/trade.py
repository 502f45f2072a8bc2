"""What moves: traders with names and numbers, consignments with parties, goods and containers."""

from hub.filling.drawing import abroad, company, person
from hub.filling.steps import Step

TABLES = ("trade_trader", "trade_tradername", "trade_traderidentifier", "trade_consignment",
          "trade_consignmentparty", "trade_goodsitem", "trade_transportunit", "screening_partyname")

_FEED = "join fill_feed f on f.feed = case when n % 10 = 0 then 2 else 1 end"

_TRADERS = f"""
    insert into trade_trader (id, external_ref, kind, name, country, address, birth_date, revision, created_at, feed_id, label_id)
    select pg_temp.id_of(n, {{many}}), 'V' || lpad(n::text, 8, '0'), case when k.kind < 0.3 then 'person' else 'entity' end,
           case when k.kind < 0.3 then {person('n', 10)} when k.kind < 0.75 then {company('n', 20)} else {abroad('n', 30)} end,
           case when k.kind < 0.75 then 'BO' else pg_temp.abroad(power(pg_temp.draw(n, 2), 2)) end,
           'Calle ' || pg_temp.surname(pg_temp.draw(n, 3)) || ' ' || 10 + n % 3000, '', 1, pg_temp.made(n, {{many}}), f.id, f.label_id
    from generate_series({{first}}, {{last}}) n {_FEED} cross join lateral (select pg_temp.draw(n, 1) kind) k"""

_NUMBERS = f"""
    insert into trade_traderidentifier (id, kind, value, country, normalised, trader_id, label_id)
    select pg_temp.id_of(n, {{many}}), case when t.country = 'BO' then 'tax' else 'registration' end, v.value, t.country, v.value,
           t.id, f.label_id
    from generate_series({{first}}, {{last}}) n {_FEED} join trade_trader t on t.id = pg_temp.id_of(n, {{many}})
    cross join lateral (select (1000000000 + n * 7919 % 8999999999)::text value) v"""

_NAMES = f"""
    insert into trade_tradername (id, name, trader_id, label_id)
    select pg_temp.id_of(n, {{many}}), {abroad('n', 40)} || ' (' || n || ')', t.id, f.label_id
    from generate_series({{first}}, {{last}}) n {_FEED} join trade_trader t on t.id = pg_temp.id_of(n, {{many}}) where n % 10 = 1"""

_CONSIGNMENTS = f"""
    insert into trade_consignment (id, number, date, office, procedure, transport_mode, country_of_departure,
        country_of_destination, route, gross_weight_kg, value, currency, outcome, content_hash, created_at, feed_id, label_id)
    select pg_temp.id_of(n, {{many}}), to_char(d.made, 'YYYY') || '/' || lpad((n % 20)::text, 3, '2') || '/C-' || n,
           case when pg_temp.draw(n, 50) < 0.1 then date_trunc('month', d.made) else d.made end::date,
           pg_temp.office(power(pg_temp.draw(n, 51), 2)), 'IM4', '3', pg_temp.abroad(power(pg_temp.draw(n, 52), 2)), 'BO', '',
           round((pg_temp.draw(n, 53) * 30000)::numeric, 3), round((pg_temp.draw(n, 54) * 90000)::numeric, 2), 'USD', '{{{{}}}}',
           md5(n::text), d.made, f.id, f.label_id
    from generate_series({{first}}, {{last}}) n {_FEED} cross join lateral (select pg_temp.made(n, {{many}}) made) d"""

#: Few traders have a part in very many: one broker in a hundredth of all.
_PARTIES = f"""
    insert into trade_consignmentparty (id, role, name, consignment_id, trader_id, label_id)
    select pg_temp.id_of(3 * n - 3 + r.k, 3 * {{many}}), r.role, t.name, pg_temp.id_of(n, {{many}}), t.id, f.label_id
    from generate_series({{first}}, {{last}}) n {_FEED}
    cross join (values (1, 'IMPORTER', 2.0), (2, 'EXPORTER', 1.5), (3, 'DECLARANT', 3.0)) r (k, role, skew)
    cross join lateral (select 10 * floor(power(pg_temp.draw(n, 60 + r.k), r.skew) * {{many}} / 10)::bigint often) o
    join trade_trader t on t.id = pg_temp.id_of(
        o.often + case when n % 10 = 0 then 10 else 1 + floor(pg_temp.draw(n, 70 + r.k) * 9)::int end, {{many}})"""

_GOODS = f"""
    insert into trade_goodsitem (id, number, hs_code, description, country_of_origin, net_weight_kg, value, currency,
        tax_rate_percent, consignment_id, label_id)
    select pg_temp.id_of(n, {{many}}), 1, h.said, pg_temp.goods(pg_temp.draw(n, 80)), pg_temp.abroad(power(pg_temp.draw(n, 52), 2)),
           round((pg_temp.draw(n, 53) * 28000)::numeric, 3), round((pg_temp.draw(n, 54) * 90000)::numeric, 2), 'USD', 10,
           pg_temp.id_of(n, {{many}}), f.label_id
    from generate_series({{first}}, {{last}}) n {_FEED}
    join fill_code h on h.k = 1 + floor(power(pg_temp.draw(n, 81), 2) * (select max(k) from fill_code))::int"""

_CONTAINERS = f"""
    insert into trade_transportunit (id, kind, value, country, normalised, consignment_id, label_id)
    select pg_temp.id_of(n, {{many}}), 'container', c.number, '', c.number, pg_temp.id_of(n, {{many}}), f.label_id
    from generate_series({{first}}, {{last}}) n {_FEED}
    cross join lateral (select pg_temp.container(floor(pg_temp.draw(n, 90) * least(999999, {{many}} / 10))::bigint) number) c
    where n % 3 = 0"""

STEPS = (
    Step("traders", _TRADERS), Step("numbers of traders", _NUMBERS), Step("names of traders", _NAMES, each=0.1),
    Step("consignments", _CONSIGNMENTS), Step("parties", _PARTIES, each=3), Step("goods", _GOODS),
    Step("containers", _CONTAINERS, each=0.33),
)
