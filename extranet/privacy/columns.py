"""Every column of the database: whose data it is, or nobody's. A test holds it to the schema, so
that a new column is not kept before somebody has said what it says about whom.

`customer` and `worker` name personal columns, `plain` those that say nothing about anybody; `kept`
is the rule of `kept.KEPT` that ends a row. Ids of people are theirs; keys and digests that lead to
nobody without something else are plain.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """What a table holds, column by column, parted by spaces."""

    kept: str
    customer: str = ""
    worker: str = ""
    plain: str = ""

    def columns(self) -> list[str]:
        """Every column that is spoken for."""
        return " ".join((self.customer, self.worker, self.plain)).split()


_OWNER = "adviser_id"
_PLACE = "sale_id agency_id"

COLUMNS: dict[str, Held] = {
    "sale": Held(
        "prospects",
        customer="customer_name",
        worker="adviser_id adviser",
        plain="id number agency_id seller journey journey_version state step locale today_cents "
        "month_cents opened_at changed_at signed_at revision erased_at",
    ),
    "submission": Held(
        "prospects",
        customer="answers digest",
        worker=_OWNER,
        plain=f"id step seq captured_at received_at {_PLACE}",
    ),
    "sale_step": Held(
        "prospects", customer="answers", worker=_OWNER, plain=f"id step seq captured_at {_PLACE}"
    ),
    "sale_line": Held(
        "figures",
        worker=_OWNER,
        plain="id position product_id quantity unit_price_cents total_cents code label_fr "
        "label_en description_fr description_en period nature exempt_39bis commitment_months "
        f"partner_code partner_name partner_legal partner_address partner_siret {_PLACE}",
    ),
    "handover": Held(
        "prospects",
        customer="document_id document_sha256 masked_destination handed_at",
        worker=_OWNER,
        plain=f"channel {_PLACE}",
    ),
    "signature": Held(
        "contracts",
        customer="document_id document_sha256 sealed_mark drawn_at confirmed_at",
        worker=_OWNER,
        plain=f"level manner device_of {_PLACE}",
    ),
    "signing_link": Held(
        "prospects",
        customer="token_digest masked_destination opened_at read_at sheet_seen contract_seen",
        worker=_OWNER,
        plain=f"channel sent_at expires_at {_PLACE}",
    ),
    "confirmation_code": Held(
        "prospects",
        customer="code_digest document_sha256 masked_destination confirmed_at",
        worker=_OWNER,
        plain=f"id channel attempts sent_at expires_at {_PLACE}",
    ),
    "doubtful_time": Held(
        "prospects", worker="adviser_id off_seconds", plain=f"submission_id {_PLACE}"
    ),
    "document": Held(
        "contracts",
        customer="sha256 storage_key",
        worker=_OWNER,
        plain=f"id kind size page_count created_at {_PLACE}",
    ),
    "document_link": Held(
        "contracts",
        customer="token_digest",
        worker=_OWNER,
        plain=f"id created_at expires_at {_PLACE}",
    ),
    "print_job": Held(
        "contracts", worker=_OWNER, plain=f"id reason created_at printed_at {_PLACE}"
    ),
    "photo": Held(
        "identity_photos",
        customer="sha256 storage_key",
        worker=_OWNER,
        plain=f"id step field position size named_at keep_until dropped_at kept_at {_PLACE}",
    ),
    "photo_piece": Held(
        "photo_pieces",
        customer="sha256 sealed",
        worker="person_id",
        plain="start stop received_at",
    ),
    "message": Held(
        "messages",
        customer="masked_recipient sealed",
        worker=_OWNER,
        plain="id channel kind state provider provider_reference problem attempts claimed_until "
        f"created_at sent_at {_PLACE}",
    ),
    "inbox_item": Held("inbox", customer="recipient subject body", plain="id channel received_at"),
    "contract": Held(
        "contracts",
        customer="customer_name customer_sort customer_city search",
        worker="adviser_id adviser_name",
        plain="id number state agency_name partner_names signature_level today_cents month_cents "
        f"signed_at changed_at first_delivery_at version {_PLACE}",
    ),
    "contract_move": Held(
        "contracts",
        customer="reason",
        worker="adviser_id by_id by_name",
        plain=f"id contract_id from_state to_state at {_PLACE}",
    ),
    "refused_address": Held(
        "refusals",
        customer="key line1 postcode city",
        worker="added_by",
        plain="id source added_at until",
    ),
    "erased_refusal": Held("refusals", customer="digest", plain="id salt until"),
    "privacy_request": Held(
        "requests",
        customer="sales sealed",
        worker="person_id taken_by",
        plain="id number wish subject channel received_on due_on identity no_visit state outcome "
        "answered_at",
    ),
    "sale_hold": Held("contracts", worker="held_by", plain="sale_id reason since"),
    "agency": Held("figures", plain="id parent_id kind name path created_at closed_at"),
    "person": Held(
        "accounts",
        worker="id email first_name last_name phone card_number role agency_id locale active "
        "created_at suspended_at suspended_by suspended_for role_given_at left_at erased_at",
    ),
    "agency_move": Held(
        "accounts", worker="person_id moved_by", plain="id from_id to_id sales moved_at"
    ),
    "seller_contract": Held(
        "accounts",
        worker="person_id kind starts_on ends_on registry siren registered_until written_by",
        plain="id agency_id written_at",
    ),
    "seller_paper": Held(
        "accounts",
        worker="person_id kind sha256 expires_on kept_by",
        plain="id agency_id media size kept_at",
    ),
    "seller_warning": Held("accounts", plain="subject_id matter ends_on days told_at"),
    "departure": Held(
        "accounts",
        worker="person_id successor_id leaves_on decided_by",
        plain="id agency_id wipes decided_at done_at",
    ),
    "sale_pass_on": Held(
        "contracts",
        worker="adviser_id former_id former_name",
        plain=f"id passed_at {_PLACE}",
    ),
    "credential": Held("accounts", worker="person_id password_hash changed_at"),
    "session": Held(
        "sessions",
        worker="person_id device address created_at seen_at ended_at ended_by_suspension",
        plain="id token_digest expires_at tablet_id",
    ),
    "counted_try": Held("tries", worker="account_digest address_digest", plain="id at"),
    "following": Held(
        "accounts",
        worker="referent_id adviser_id named_by",
        plain="id agency_id since until told_on",
    ),
    "passkey": Held(
        "second_factors",
        worker="person_id credential_id public_key sign_count name used_at",
        plain="id added_at",
    ),
    "authenticator": Held(
        "second_factors", worker="person_id secret last_step", plain="id begun_at confirmed_at"
    ),
    "recovery_code": Held("second_factors", worker="person_id digest used_at", plain="id"),
    "half_session": Held(
        "half_sessions", worker="person_id", plain="id token_digest begun_at expires_at"
    ),
    "used_challenge": Held("half_sessions", plain="digest expires_at"),
    "invitation_list": Held(
        "invitation_lists", worker="person_id sealed", plain="id read_at sent_at"
    ),
    "invitation_batch": Held("invitation_batches", worker="person_id", plain="id mails at"),
    "tablet": Held(
        "tablets",
        worker="person_id name seen_at revoked_by",
        plain="id agency_id registered_at revoked_at wiped_at",
    ),
    "tablet_key": Held("tablets", worker="person_id data_key", plain="tablet_id"),
    "invitation": Held(
        "invitations",
        worker="email first_name last_name invited_by",
        plain="id role agency_id token_digest expires_at message_id",
    ),
    "impersonation": Held(
        "impersonations",
        worker="agent_id agent_name person_id reason",
        plain="id session_id begun_at until ended_at",
    ),
    "password_link": Held(
        "password_links", worker="person_id", plain="id token_digest asked_at expires_at"
    ),
    "email_change": Held(
        "email_changes", worker="person_id email former", plain="id token_digest expires_at"
    ),
    "entry": Held(
        "journal",
        worker="actor_id behind_id",
        plain="seq id at actor_kind role agency_id act object_kind object_id facts details_digest",
    ),
    "entry_details": Held("journal", customer="content", plain="entry_id salt"),
    "leaf": Held("journal", plain="position seq hash"),
    "subtree": Held("journal", plain="height position hash"),
    "checkpoint": Held("journal", plain="size root note at"),
    "awaited_number": Held("journal", plain="first_seq last_seq since"),
    "seller": Held(
        "figures",
        plain="id agency_id name legal address siret vat_number phone email creditor_name "
        "creditor_id mediator_name mediator_address mediator_site",
    ),
    "partner": Held("figures", plain="id code name legal address siret"),
    "product": Held(
        "figures",
        plain="id code partner_id label_fr label_en description_fr description_en price_cents "
        "period nature exempt_39bis max_quantity commitment_months active changed_at",
    ),
    "product_picture": Held("figures", plain="product_id sha256 content"),
}
