"""The terms of a sale: what it keeps of products, partners, seller and adviser as they were.

A later change of the catalogue, of the seller's particulars or of the adviser's changes no sale:
records and papers are read from the sale and its lines alone.
"""

TERMS = {
    "code": "p.code",
    "label_fr": "p.label_fr",
    "label_en": "p.label_en",
    "description_fr": "p.description_fr",
    "description_en": "p.description_en",
    "period": "p.period",
    "nature": "p.nature",
    "exempt_39bis": "p.exempt_39bis",
    "commitment_months": "p.commitment_months",
    "partner_code": "q.code",
    "partner_name": "q.name",
    "partner_legal": "q.legal",
    "partner_address": "q.address",
    "partner_siret": "q.siret",
}
"""Each column of `sale_line`, and what of the catalogue it is taken from."""

COLUMNS = ", ".join(TERMS)
IN_CATALOGUE = ", ".join(TERMS.values())
"""SQL of the same terms as they stand today, in the order of `COLUMNS`; goes with `SOURCE`."""
SOURCE = "product p JOIN partner q ON q.id = p.partner_id"

ADVISER = """
(SELECT jsonb_build_object('first_name', w.first_name, 'last_name', w.last_name,
    'card_number', w.card_number, 'phone', w.phone) FROM person w WHERE w.id = s.adviser_id)
"""
"""SQL: what a customer may know of the adviser of sale `s`, as it stands today."""

SELLER = """
(SELECT to_jsonb(nearest) FROM (
    SELECT o.name, o.legal, o.address, o.siret, o.vat_number, o.phone, o.email,
        o.creditor_name, o.creditor_id, o.mediator_name, o.mediator_address, o.mediator_site
    FROM agency g JOIN seller o ON o.agency_id = ANY (g.path) WHERE g.id = s.agency_id
    ORDER BY array_position(g.path, o.agency_id) DESC LIMIT 1) AS nearest)
"""
"""SQL: the particulars of whom the agency of sale `s` sells for, as they stand today."""

# Of a former agency its adviser sees nothing any more: what was known of it stays.
RENEW_PARTIES = f"adviser = coalesce({ADVISER}, s.adviser), seller = coalesce({SELLER}, s.seller)"
"""SQL: has sale `s` name its adviser and its seller as they stand today."""

OUTDATED = f"""
(s.adviser <> {ADVISER} OR s.seller IS DISTINCT FROM coalesce({SELLER}, s.seller)
OR EXISTS (SELECT FROM sale_line l JOIN {SOURCE} ON p.id = l.product_id WHERE l.sale_id = s.id
    AND ROW({", ".join(f"l.{column}" for column in TERMS)}) IS DISTINCT FROM ROW({IN_CATALOGUE})))
IS TRUE
"""  # noqa: S608 (our own constants)
"""SQL: whether catalogue, seller or adviser have changed since the terms of sale `s` were set."""
