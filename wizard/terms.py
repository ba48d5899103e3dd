"""The terms a line was sold on: what it keeps of its product and partner, as they were that day.

A later change of the catalogue changes no sale: records and papers are read from the line alone.
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

OUTDATED = f"""
EXISTS (SELECT FROM sale_line l JOIN {SOURCE} ON p.id = l.product_id WHERE l.sale_id = s.id
    AND ROW({", ".join(f"l.{column}" for column in TERMS)}) IS DISTINCT FROM ROW({IN_CATALOGUE}))
"""  # noqa: S608 (our own constants)
"""SQL: whether the catalogue has changed since the lines of sale `s` were written."""
