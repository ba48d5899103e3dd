"""The one query behind `records.load_record` and the page of a sale.

Every table is read under the actor's row security: what they may not see comes back empty (an
adviser who moved to another agency no longer sees the old one's name).
"""

from extranet.messages.undelivered import UNDELIVERED

_SALES = """
SELECT s.*, {more} agency.name AS agency_name,
    (coalesce(s.signed_at, now()) AT TIME ZONE 'Europe/Paris')::date AS day,
    (SELECT coalesce(json_object_agg(t.step, t.answers), '{{}}')
        FROM sale_step t WHERE t.sale_id = s.id) AS steps,
    (SELECT coalesce(json_agg(json_build_object(
            'product', l.code,
            'label', json_build_object('fr', l.label_fr, 'en', l.label_en),
            'description', json_build_object('fr', l.description_fr, 'en', l.description_en),
            'partner', json_build_object('code', l.partner_code, 'name', l.partner_name,
                'legal', l.partner_legal, 'address', l.partner_address, 'siret', l.partner_siret),
            'quantity', l.quantity, 'unit_price_cents', l.unit_price_cents,
            'total_cents', l.total_cents, 'period', l.period, 'nature', l.nature,
            'exempt_39bis', l.exempt_39bis, 'commitment_months', l.commitment_months
        ) ORDER BY l.position), '[]')
        FROM sale_line l WHERE l.sale_id = s.id) AS lines,
    h.document_id AS handover_document, h.document_sha256 AS handover_sha256,
    h.channel AS handover_channel, h.masked_destination AS handover_destination, h.handed_at,
    g.document_id AS signature_document, g.document_sha256 AS signature_sha256,
    g.level AS signature_level, g.manner AS signature_manner, g.drawn_at, g.confirmed_at
    {journalled}
FROM sale s
LEFT JOIN agency ON agency.id = s.agency_id
LEFT JOIN handover h ON h.sale_id = s.id
LEFT JOIN signature g ON g.sale_id = s.id
"""

_ONE = _SALES + "WHERE s.id = $1"
_JOURNALLED = ", CASE WHEN $2::text IS NOT NULL THEN journal_record($2::jsonb) END AS journalled"

# Sales whole for the queries of other rooms, to be followed by `WHERE s.id = …`; `read_record` of
# `records` reads each row.
RECORDS = _SALES.format(more="", journalled="")

RECORD = _ONE.format(more="", journalled=_JOURNALLED)

# What a page about a sale tells besides: what arrived, which messages never left, and the contract
# it became (a table of the room above, of which only the address is wanted here).
STORY = _ONE.format(
    journalled=_JOURNALLED,
    more=f"""
    (SELECT coalesce(json_agg(json_build_object('step', u.step, 'at', u.received_at)
            ORDER BY u.received_at, u.seq), '[]')
        FROM (SELECT * FROM submission WHERE sale_id = $1
            ORDER BY received_at DESC LIMIT 60) u) AS story,
    {UNDELIVERED.format(sale="$1")} AS undelivered,
    (SELECT c.id FROM contract c WHERE c.sale_id = $1) AS contract_id,
""",  # noqa: S608 (our own constants)
)
