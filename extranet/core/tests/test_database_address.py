"""Which addresses of PostgreSQL production takes: this machine, or TLS with everything checked."""

import pytest

from extranet.core.database_address import is_protected


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://palier@localhost/palier",
        "postgresql://palier:pa%40ss@127.0.0.1:5433/palier",
        "postgresql://palier@[::1]:5432/palier",
        "postgresql://palier@%2Fvar%2Frun%2Fpostgresql/palier",
        "postgresql://palier@/palier?host=/var/run/postgresql",
        "postgresql://palier@localhost:5432,127.0.0.1:5433/palier",
        "postgresql://palier@db.example/palier?sslmode=verify-full",
        "postgresql://palier@a.example,b.example/palier?sslmode=verify-full&sslrootcert=/etc/ca.pem",
    ],
)
def test_it_takes_this_machine_and_tls_that_is_checked(url: str) -> None:
    assert is_protected(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://palier@db/palier",
        "postgresql://palier@10.0.0.7/palier",
        "postgresql://palier@[2001:db8::1]/palier",
        "postgresql://palier@localhost.example/palier",
        "postgresql://localhost@db/palier",
        "postgresql://palier@localhost,db.example/palier",
        "postgresql://palier@/palier?host=db.example",
        "postgresql://palier@db.example/palier?host=/var/run/postgresql",
        "postgresql:///palier",
        "postgresql:///palier?service=elsewhere",
        "postgresql://palier@localhost/palier?service=elsewhere",
        "postgresql://palier@db.example/palier?sslmode=disable",
        "postgresql://palier@db.example/palier?sslmode=prefer",
        "postgresql://palier@db.example/palier?sslmode=require",
        "postgresql://palier@db.example/palier?sslmode=verify-ca",
        "postgresql://palier@db.example/palier?sslmode=verify-full&sslmode=disable",
    ],
)
def test_it_rejects_what_can_be_listened_on_or_stood_in(url: str) -> None:
    assert not is_protected(url)
