"""Passwords: kept as argon2id, compared as people type them, cheap to refuse when absurd."""

import pytest
from argon2 import PasswordHasher, extract_parameters

from extranet.people.passwords import (
    LONGEST,
    NOBODY,
    PasswordTooLong,
    hash_password,
    needs_rehash,
    verify,
)


async def test_the_right_password_verifies() -> None:
    kept = await hash_password("un mot de passe à moi")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await verify(kept, "un mot de passe à moi")
    assert not needs_rehash(kept)


async def test_an_accent_typed_in_two_characters_is_the_same() -> None:
    assert await verify(await hash_password("\u00e9t\u00e9"), "e\u0301te\u0301")


@pytest.mark.parametrize("password", ["", "Un mot de passe", "x" * 10_000, "\0", "🙂", "\ud800"])
async def test_it_rejects_every_other_password(password: str) -> None:
    assert not await verify(await hash_password("un mot de passe"), password)


async def test_it_rejects_a_new_password_beyond_the_limit() -> None:
    assert await hash_password("x" * LONGEST)
    with pytest.raises(PasswordTooLong):
        await hash_password("x" * (LONGEST + 1))


async def test_it_rejects_everything_for_nobody() -> None:
    assert not await verify(None, "un mot de passe")


async def test_the_work_for_nobody_is_the_work_for_somebody() -> None:
    kept = await hash_password("un mot de passe")
    assert extract_parameters(NOBODY) == extract_parameters(kept)


async def test_it_rejects_a_hash_that_is_none() -> None:
    assert not await verify("not a hash", "un mot de passe")


def test_a_weaker_hash_is_made_anew() -> None:
    assert needs_rehash(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x"))
