"""The providers an installation chose (`SMS_PROVIDER`, `MAIL_PROVIDER`)."""

from collections.abc import Callable

from extranet.core.settings import Settings
from extranet.messages.providers.port import MailProvider, SmsProvider

# Each provider is imported where it is made: vendors' packages load slowly, and one is chosen.


def _local_sms(_: Settings) -> SmsProvider:
    from extranet.messages.providers.local import LocalSms

    return LocalSms()


def _smsfactor(settings: Settings) -> SmsProvider:
    from extranet.messages.providers.smsfactor import SmsFactorSms

    return SmsFactorSms(settings)


def _twilio(settings: Settings) -> SmsProvider:
    from extranet.messages.providers.twilio import TwilioSms

    return TwilioSms(settings)


def _local_mail(_: Settings) -> MailProvider:
    from extranet.messages.providers.local import LocalMail

    return LocalMail()


def _smtp(settings: Settings) -> MailProvider:
    from extranet.messages.providers.smtp import SmtpMail

    return SmtpMail(settings)


SMS: dict[str, Callable[[Settings], SmsProvider]] = {
    "local": _local_sms,
    "smsfactor": _smsfactor,
    "twilio": _twilio,
}
MAIL: dict[str, Callable[[Settings], MailProvider]] = {"local": _local_mail, "smtp": _smtp}


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
