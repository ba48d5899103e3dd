from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from extranet.documents.papers import (
    Circumstance,
    Line,
    Links,
    Nature,
    Paper,
    Payment,
    Period,
    Signature,
)
from extranet.documents.refusals import PaperRefused
from extranet.documents.tests.samples import (
    DAILY,
    DOOR_SALE,
    FIBRE,
    MANDATED,
    PRESS_SALE,
    READER,
    SERVICE_SALE,
    SIGNED,
)


def test_totals_are_added_per_period() -> None:
    assert DOOR_SALE.totals == {Period.ONCE: 17800, Period.MONTH: 5189}
    assert DOOR_SALE.natures == (Nature.SERVICE, Nature.GOODS, Nature.REGULAR_DELIVERY)


@pytest.mark.parametrize(
    "payment",
    [
        MANDATED,
        replace(MANDATED, mandate=None),
        Payment(MANDATED.method, due_today_cents=1),
    ],
)
def test_l221_10_no_payment_nor_mandate_at_the_door(payment: Payment) -> None:
    with pytest.raises(PaperRefused, match="L221-10"):
        replace(DOOR_SALE, payment=payment)


def test_l221_10_cgi_39_bis_an_exempt_cart_takes_the_mandate_at_once() -> None:
    assert PRESS_SALE.payment_allowed_now
    assert PRESS_SALE.payment.mandate is not None


@pytest.mark.parametrize("other", [FIBRE, READER, replace(DAILY, exempt_39bis=False)])
def test_l221_10_one_line_not_exempt_suspends_the_whole_cart(other: Line) -> None:
    with pytest.raises(PaperRefused, match="L221-10"):
        replace(PRESS_SALE, lines=(DAILY, other))


def test_l221_10_does_not_bind_a_sale_at_a_distance() -> None:
    paper = replace(DOOR_SALE, circumstance=Circumstance.DISTANCE, payment=MANDATED)
    assert paper.payment_allowed_now


@pytest.mark.parametrize(
    ("made_at", "first"),
    [
        (datetime(2026, 11, 3, 16, 42, tzinfo=UTC), date(2026, 11, 11)),
        (datetime(2026, 11, 3, 23, 30, tzinfo=UTC), date(2026, 11, 12)),
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), date(2026, 11, 1)),
    ],
)
def test_l221_10_seven_days_are_counted_on_the_paris_calendar(
    made_at: datetime, first: date
) -> None:
    assert replace(DOOR_SALE, made_at=made_at).first_payment_day == first


def test_l221_9_an_electronic_copy_needs_the_recorded_agreement() -> None:
    refused = replace(DOOR_SALE.consents[0], given=False)
    with pytest.raises(PaperRefused, match="L221-9"):
        replace(DOOR_SALE, consents=(refused,))
    assert replace(DOOR_SALE, consents=(refused,), copy_medium="paper").copy_medium == "paper"


def test_l221_5_the_sheet_is_handed_over_before_the_signature() -> None:
    assert DOOR_SALE.handover
    late = replace(DOOR_SALE.handover, at=SIGNED + timedelta(hours=1))
    for handover in (None, late):
        with pytest.raises(PaperRefused, match="L221-5"):
            replace(DOOR_SALE, handover=handover)
    assert replace(DOOR_SALE, handover=None, signature=None).signature is None


def test_a_mandate_names_its_masked_account() -> None:
    with pytest.raises(PaperRefused, match="SEPA"):
        replace(PRESS_SALE, payment=replace(MANDATED, iban_masked=""))
    with pytest.raises(PaperRefused, match="masked"):
        replace(PRESS_SALE, payment=replace(MANDATED, iban_masked="FR76 3000 6000 0112 3456 7890"))


@pytest.mark.parametrize(
    "signature",
    [
        Signature(SIGNED),
        Signature(SIGNED, "M0 0L9 9", 10, 10, typed_name="Éloïse"),
        Signature(SIGNED, "M0 0L9 9", 0, 10),
        Signature(SIGNED, 'M0 0"/><script>alert(1)</script>', 10, 10),
        Signature(SIGNED, "L1 1", 10, 10),
        Signature(SIGNED, "M0 0" + "L1 1" * 60_000, 10, 10),
    ],
)
def test_a_drawing_is_path_data_and_nothing_else(signature: Signature) -> None:
    with pytest.raises(PaperRefused, match="signature"):
        replace(SERVICE_SALE, signature=signature)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://", "https://a b", "//host/x"])
def test_public_links_are_web_addresses(link: str) -> None:
    with pytest.raises(PaperRefused, match="links"):
        replace(DOOR_SALE, links=Links(link, link, link))


@pytest.mark.parametrize("moment", [datetime(2026, 11, 3), SIGNED.astimezone(timezone.max)])  # noqa: DTZ001
def test_moments_are_utc(moment: datetime) -> None:
    with pytest.raises(PaperRefused, match="UTC"):
        replace(DOOR_SALE, made_at=moment)


def test_an_order_has_a_line() -> None:
    with pytest.raises(PaperRefused, match="lines"):
        replace(DOOR_SALE, lines=())


def test_a_paper_compares_by_its_content() -> None:
    assert replace(DOOR_SALE) == DOOR_SALE
    assert isinstance(DOOR_SALE, Paper)
