"""Every route of the signature: the tablet's pages, the documents, the customer's
own pages."""

from wizard.signing import (
    routes_code,
    routes_customer,
    routes_live,
    routes_papers,
    routes_phone,
    routes_signature,
)

routes = [
    routes_signature.signature,
    routes_signature.sign,
    routes_signature.send_link,
    routes_signature.done,
    routes_live.follow,
    routes_live.follow_home,
    routes_live.follow_followed,
    routes_code.code,
    routes_code.confirm,
    routes_code.send_again,
    routes_papers.reading_pdf,
    routes_papers.reading_text,
    routes_papers.reading_page,
    routes_papers.stored_document,
    routes_customer.lost_link,
    routes_customer.withdrawal,
    routes_customer.termination,
    routes_customer.papers,
    routes_customer.paper,
    routes_phone.show,
    routes_phone.sign,
    routes_phone.read,
    routes_phone.have_read,
    routes_phone.file,
    routes_phone.code,
    routes_phone.confirm,
    routes_phone.send_again,
]
