"""The one query behind `records.load_record` and the page of a sale.

Every table is read under the actor's row security: what they may not see comes back empty (an
adviser who moved to another agency no longer sees the old one's name).
"""

from audit.timelines import ACTS
from extranet.documents.photos import PHOTOS
from extranet.messages.undelivered import UNDELIVERED
from wizard.signing.live import STAMP

_SALES = """
SELECT s.*, {more} agency.name AS agency_name,
    coalesce(address_refused(CASE WHEN s.state IN ('ready_to_sign', 'out_for_signature') THEN
        (SELECT t.answers FROM sale_step t WHERE t.sale_id = s.id AND t.step = 'address') END),
        false) AS address_refused,
    CASE WHEN s.state IN ('ready_to_sign', 'out_for_signature') THEN NOT sells(s.adviser_id)
        ELSE false END AS stopped,
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
    g.level AS signature_level, g.manner AS signature_manner, g.device_of AS signature_device_of,
    g.drawn_at, g.confirmed_at,
    k.channel AS link_channel, k.masked_destination AS link_destination, k.sent_at AS link_sent_at,
    k.expires_at AS link_expires_at, k.opened_at AS link_opened_at, k.read_at AS link_read_at,
    k.sheet_seen, k.contract_seen
    {journalled}
FROM sale s
LEFT JOIN agency ON agency.id = s.agency_id
LEFT JOIN handover h ON h.sale_id = s.id
LEFT JOIN signature g ON g.sale_id = s.id
LEFT JOIN signing_link k ON k.sale_id = s.id
"""

_ONE = _SALES + "WHERE s.id = $1"
_JOURNALLED = ", CASE WHEN $2::text IS NOT NULL THEN journal_record($2::jsonb) END AS journalled"

# Sales whole for the queries of other rooms, to be followed by `WHERE s.id = …`; `read_record` of
# `records` reads each row.
RECORDS = _SALES.format(more="", journalled="")

RECORD = _ONE.format(more="", journalled=_JOURNALLED)

# The same for the customer who opens their signing link, noting when they did first.
RECORD_OPENED = f"""
WITH opened AS (
    UPDATE signing_link SET opened_at = now() WHERE sale_id = $1 AND opened_at IS NULL
) {RECORD}
"""  # noqa: S608 (our own constants)

# What a page about a sale tells besides: what arrived, its photos, which messages never left, and
# the contract it became (a table of the room above, of which only the address is wanted here).
STORY = _ONE.format(
    journalled=_JOURNALLED,
    more=f"""
    (SELECT coalesce(json_agg(json_build_object('step', u.step, 'at', u.received_at,
            'captured_at', u.captured_at, 'off', d.off_seconds, 'backwards', u.backwards)
            ORDER BY u.received_at, u.seq), '[]')
        FROM (SELECT *, captured_at < lag(captured_at) OVER (ORDER BY seq, received_at)
                - interval '2 minutes' AS backwards
            FROM submission WHERE sale_id = $1 ORDER BY received_at DESC LIMIT 60) u
        LEFT JOIN doubtful_time d ON d.submission_id = u.id) AS story,
    {PHOTOS.format(sale="$1")} AS photos,
    {UNDELIVERED.format(sale="$1")} AS undelivered,
    {ACTS} AS acts,
    {STAMP} AS stamp,
    (SELECT max(c.sent_at) FROM confirmation_code c WHERE c.sale_id = $1) AS code_sent_at,
    (SELECT min(n.created_at) FROM (SELECT created_at FROM message WHERE sale_id = $1
            AND kind = 'signing' AND created_at > now() - interval '1 hour'
            ORDER BY created_at DESC LIMIT 3) n HAVING count(*) = 3) AS links_flooded_since,
    (SELECT c.id FROM contract c WHERE c.sale_id = $1) AS contract_id,
    (SELECT coalesce(json_agg(json_build_object('at', o.passed_at, 'from', o.former_name)
        ORDER BY o.passed_at), '[]') FROM sale_pass_on o WHERE o.sale_id = $1) AS passed_on,
""",  # noqa: S608 (our own constants)
)
