"""The papers and photos of a sale, and the links that open its papers."""

from piccolo.columns import UUID, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table

from extranet.core.ids import new_id


class Document(Table, tablename="document"):
    """A paper of a sale; its bytes lie encrypted in the store under `storage_key`."""

    id = UUID(primary_key=True, default=new_id)
    sale_id = UUID(default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    kind = Text()
    sha256 = Text()
    size = Integer()
    page_count = Integer()
    storage_key = Text(unique=True)
    created_at = Timestamptz()


class DocumentLink(Table, tablename="document_link"):
    """A customer's link; the row holds the token's SHA-256."""

    id = UUID(primary_key=True, default=new_id)
    token_digest = Bytea(unique=True)
    sale_id = UUID(default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    created_at = Timestamptz()
    expires_at = Timestamptz()


class PrintJob(Table, tablename="print_job"):
    """A sale whose papers must be printed and posted."""

    id = UUID(primary_key=True, default=new_id)
    sale_id = UUID(default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    reason = Text()
    created_at = Timestamptz()
    printed_at = Timestamptz(null=True, default=None)


class Photo(Table, tablename="photo"):
    """A photo a step of a sale names; its bytes, once they came, lie encrypted in the store."""

    id = UUID(primary_key=True, default=new_id)
    sale_id = UUID(default=None)
    adviser_id = UUID(default=None)
    agency_id = UUID(default=None)
    step = Text()
    field = Text()
    position = Integer()
    sha256 = Text()
    size = Integer()
    named_at = Timestamptz()
    keep_until = Timestamptz()
    dropped_at = Timestamptz(null=True, default=None)
    kept_at = Timestamptz(null=True, default=None)
    storage_key = Text(null=True, default=None)


class PhotoPiece(Table, tablename="photo_piece"):
    """Some bytes of a photo under way, sealed; found by person, hash and `start`."""

    person_id = UUID(primary_key=True, default=None)
    sha256 = Text()
    start = Integer()
    stop = Integer()
    sealed = Bytea()
    received_at = Timestamptz()
