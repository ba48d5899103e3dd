"""Who the customer is and how to reach them, as an agent at a desk reads it."""

from datetime import date
from typing import Any

from extranet.core.i18n import Words
from wizard.records import SaleRecord

Rows = list[dict[str, str]]


def customer_rows(record: SaleRecord, words: Words) -> Rows:
    """The facts of the customer, each on one line; what was not given is left out."""
    who = record.answers.get("customer", {})
    reach = record.answers.get("contact", {})
    rows = [
        (words.gettext("Nom"), _name(who, words)),
        (words.gettext("Date de naissance"), _birth(who, words)),
        (words.gettext("Adresse"), _address(record.answers.get("address", {}))),
        (words.gettext("Téléphone"), words.phone(reach.get("phone") or "")),
        (words.gettext("E-mail"), reach.get("email") or ""),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _name(who: dict[str, Any], words: Words) -> str:
    civility = {
        "madame": words.gettext("Madame"),
        "monsieur": words.gettext("Monsieur"),
    }.get(who.get("civility") or "", "")
    parts = (civility, who.get("first_name"), who.get("last_name"))
    return " ".join(part for part in parts if part)


def _birth(who: dict[str, Any], words: Words) -> str:
    born = who.get("birth_date")
    return words.date(date.fromisoformat(born)) if born else ""


def _address(where: dict[str, Any]) -> str:
    town = f"{where.get('postcode', '')} {where.get('city', '')}".strip()
    return "\n".join(line for line in (where.get("line1"), where.get("line2"), town) if line)
