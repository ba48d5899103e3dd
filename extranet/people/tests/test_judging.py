"""Whom of a file one may invite, and why not the others."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.core.access import ROLES, Actor, Role
from extranet.core.i18n import words
from extranet.core.ids import new_id
from extranet.core.pages import ROLE_LABELS
from extranet.people.invitation_sheet import Line
from extranet.people.judging import SENTENCES, Fault, Judged, Known, judge
from extranet.people.naming import AgencyNames, NamedAgency, role_called

TOP, LYON, LYON_EAST, NANTES, NANTES_EAST = (new_id() for _ in range(5))
AGENCIES = AgencyNames(
    [
        NamedAgency(TOP, ("Porte à Porte",)),
        NamedAgency(LYON, ("Porte à Porte", "Lyon")),
        NamedAgency(LYON_EAST, ("Porte à Porte", "Lyon", "Équipe Est")),
        NamedAgency(NANTES, ("Porte à Porte", "Nantes")),
        NamedAgency(NANTES_EAST, ("Porte à Porte", "Nantes", "Équipe Est")),
    ]
)
KNOWN = Known(
    AGENCIES,
    here=frozenset({"ici@exemple.fr"}),
    invited=frozenset({(LYON, "invite@exemple.fr")}),
)
LINE = Line(2, "ines@exemple.fr", "Inès", "Faure", "", "Lyon", surplus=False)


def somebody(role: Role) -> Actor:
    return Actor(ROLES[role].kind, "test", person_id=new_id(), role=role)


OFFICE = somebody(Role.BACK_OFFICE)


def judged(line: Line, actor: Actor = OFFICE) -> Judged:
    [one] = judge(actor, [line], KNOWN)
    return one


def faults(line: Line, actor: Actor = OFFICE) -> list[Fault]:
    return [reason.fault for reason in judged(line, actor).reasons]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, []),
        ({"email": " INES@Exemple.fr "}, []),
        ({"email": "ines"}, [Fault.EMAIL]),
        ({"email": ""}, [Fault.EMAIL]),
        ({"email": "inès@exemple.fr"}, [Fault.EMAIL]),
        ({"first_name": "", "last_name": "x" * 61}, [Fault.FIRST_NAME, Fault.LAST_NAME]),
        ({"first_name": "In\nès"}, [Fault.FIRST_NAME]),
        ({"role": "empereur"}, [Fault.ROLE_UNKNOWN]),
        ({"role": "Administrateur"}, [Fault.ROLE_NOT_GIVEN]),
        ({"role": "agency manager"}, []),
        ({"agency": ""}, [Fault.AGENCY_MISSING]),
        ({"agency": "Brest"}, [Fault.AGENCY_UNKNOWN]),
        ({"agency": "équipe est"}, [Fault.AGENCY_AMBIGUOUS]),
        ({"agency": "nantes/Equipe  Est"}, []),
        ({"email": "ici@exemple.fr"}, [Fault.HERE]),
        ({"email": "invite@exemple.fr"}, [Fault.INVITED]),
        ({"email": "invite@exemple.fr", "agency": "Nantes"}, []),
        ({"surplus": True}, [Fault.SURPLUS]),
        (
            {"email": "", "role": "x", "agency": "y"},
            [Fault.EMAIL, Fault.ROLE_UNKNOWN, Fault.AGENCY_UNKNOWN],
        ),
    ],
)
def test_each_fault_is_named(change: dict[str, str], wrong: list[Fault]) -> None:
    assert faults(replace(LINE, **change)) == wrong  # type: ignore[arg-type]


def test_a_good_line_is_somebody_to_invite() -> None:
    line = replace(LINE, email=" Ines@Exemple.FR", first_name=" Inès", agency="NANTES / équipe est")
    newcomer = judged(line).newcomer()
    assert (newcomer.email, newcomer.first_name) == ("ines@exemple.fr", "Inès")
    assert (newcomer.role, newcomer.agency_id) == (Role.ADVISER, NANTES_EAST)


def test_an_ambiguous_name_comes_with_one_that_is_not() -> None:
    [reason] = judged(replace(LINE, agency="Équipe Est")).reasons
    assert reason.also == "Porte à Porte / Lyon / Équipe Est"
    assert judged(replace(LINE, agency=reason.also)).agency_id == LYON_EAST


def test_the_only_agency_need_not_be_written() -> None:
    only = Known(AgencyNames([NamedAgency(LYON, ("Lyon",))]), frozenset(), frozenset())
    [one] = judge(OFFICE, [replace(LINE, agency="")], only)
    assert one.newcomer().agency_id == LYON


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("role", list(Role))
def test_every_role_is_known_by_its_label(role: Role, locale: str) -> None:
    assert role_called(words(locale).gettext(ROLE_LABELS[role]).upper()) is role


@given(st.lists(st.sampled_from(("a@x.fr", "A@x.fr", "b@x.fr", "faux")), max_size=8))
def test_no_address_is_invited_twice(emails: list[str]) -> None:
    lines = [replace(LINE, number=number, email=email) for number, email in enumerate(emails, 2)]
    good = [one.newcomer().email for one in judge(OFFICE, lines, KNOWN) if one.good]
    assert sorted(good) == sorted({email.lower() for email in emails} - {"faux"})


def test_a_faulty_line_does_not_take_its_address_from_the_one_that_corrects_it() -> None:
    lines = [replace(LINE, agency="Brest"), replace(LINE, number=3), replace(LINE, number=4)]
    first, second, third = judge(OFFICE, lines, KNOWN)
    assert (first.good, second.good, third.good) == (False, True, False)
    [reason] = third.reasons
    assert (reason.fault, reason.value) == (Fault.TWICE, "3")


@given(st.sampled_from(list(Role)), st.text(max_size=12), st.sampled_from(("Lyon", "", "Est")))
def test_a_role_one_may_not_give_is_never_good(inviter: Role, role: str, agency: str) -> None:
    actor = somebody(inviter)
    for written in (role, *(one.value for one in Role)):
        one = judged(replace(LINE, role=written, agency=agency), actor)
        assert not one.good or actor.may_give(one.newcomer().role)


def test_every_fault_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Fault)


def test_an_endless_cell_is_not_said_whole() -> None:
    for line in (replace(LINE, role="x" * 5000), replace(LINE, agency="x" * 5000)):
        assert max(len(reason.value) for reason in judged(line).reasons) < 100


def test_an_agency_is_told_by_any_of_its_names() -> None:
    found: list[UUID] = [one.id for one in AGENCIES.called("porte-a-porte / LYON")]
    assert found == [LYON]
