"""Every route of the signature: the tablet's pages, the documents, the customer's own pages."""

from wizard.signing import routes_code, routes_customer, routes_papers, routes_signature

routes = [
    routes_signature.signature,
    routes_signature.sign,
    routes_signature.done,
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
]
