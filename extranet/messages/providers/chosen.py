"""The providers an installation chose (`SMS_PROVIDER`, `MAIL_PROVIDER`)."""

from collections.abc import Callable

from extranet.core.settings import Settings
from extranet.messages.providers.local import LocalMail, LocalSms
from extranet.messages.providers.port import MailProvider, SmsProvider
from extranet.messages.providers.smsfactor import SmsFactorSms
from extranet.messages.providers.smtp import SmtpMail
from extranet.messages.providers.twilio import TwilioSms

SMS: dict[str, Callable[[Settings], SmsProvider]] = {
    "local": lambda _: LocalSms(),
    "smsfactor": SmsFactorSms,
    "twilio": TwilioSms,
}
MAIL: dict[str, Callable[[Settings], MailProvider]] = {
    "local": lambda _: LocalMail(),
    "smtp": SmtpMail,
}


class UnknownProvider(Exception):
    """A setting names a provider that does not exist; the text lists those that do."""


def sms_provider(settings: Settings) -> SmsProvider:
    """The provider of SMS; raises `UnknownProvider`."""
    if settings.sms_provider not in SMS:
        raise UnknownProvider(f"SMS_PROVIDER must be one of {', '.join(SMS)}")
    return SMS[settings.sms_provider](settings)


def mail_provider(settings: Settings) -> MailProvider:
    """The provider of e-mail; raises `UnknownProvider`."""
    if settings.mail_provider not in MAIL:
        raise UnknownProvider(f"MAIL_PROVIDER must be one of {', '.join(MAIL)}")
    return MAIL[settings.mail_provider](settings)
