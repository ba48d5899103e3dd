"""Recipients as pages and the journal may show them: enough to recognise, too little to use."""

import phonenumbers

_DOT = "•"


def mask_phone(e164: str) -> str:
    """`+33639981234` → « 06 •• •• •• 34 »: the first two and last two digits stay."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return _DOT * 4
    french = number.country_code == 33
    form = phonenumbers.PhoneNumberFormat
    written = phonenumbers.format_number(number, form.NATIONAL if french else form.INTERNATIONAL)
    digits = [place for place, letter in enumerate(written) if letter.isdigit()]
    kept = {*digits[:2], *digits[-2:]}
    return "".join(
        _DOT if letter.isdigit() and place not in kept else letter
        for place, letter in enumerate(written)
    )


def mask_email(address: str) -> str:
    """`jeanne.petit@example.fr` → « j••••@example.fr »: the length of the name is not told."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}{_DOT * 4}{at}{domain}" if at else _DOT * 4
