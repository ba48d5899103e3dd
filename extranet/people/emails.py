"""E-mail addresses of accounts: plain addresses, kept in small letters."""

from email_validator import EmailNotValidError, validate_email


class NotAnAddress(ValueError):
    """The text is no e-mail address a mail can be sent to."""


def account_email(text: str) -> str:
    """`text` as accounts are kept; raise `NotAnAddress`.

    The shape alone is checked (RFC 5321): whether somebody reads there, the mail will tell. Letters
    beyond ASCII are refused: not every relay takes them (RFC 6531), and there are two ways to
    write such a domain.
    """
    try:
        found = validate_email(
            text.strip(), check_deliverability=False, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError as wrong:
        raise NotAnAddress from wrong
    if not found.normalized.isascii():
        raise NotAnAddress
    return found.normalized.lower()
