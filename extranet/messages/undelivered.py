"""Messages that never left: what a page about their sale says of them, and what to do.

A message is lost when its provider refused it for good, when every try failed, or when it has
waited for longer than all tries take. One of the same kind that left afterwards makes up for it.
"""

from dataclasses import dataclass
from typing import Any

from extranet.core.i18n import N_, Words
from extranet.core.jobs import MOST_TRIES

UNDELIVERED = f"""
(SELECT coalesce(json_agg(json_build_object(
        'kind', m.kind, 'channel', m.channel, 'to', m.masked_recipient
    ) ORDER BY m.created_at), '[]')
    FROM message m WHERE m.sale_id = {{sale}}
        AND (m.state = 'failed' OR m.state = 'waiting'
            AND (m.attempts >= {MOST_TRIES} OR m.created_at < now() - interval '1 hour'))
        AND NOT EXISTS (SELECT FROM message n WHERE n.sale_id = m.sale_id AND n.kind = m.kind
            AND n.created_at > m.created_at AND n.state IN ('sent', 'delivered')))
"""  # noqa: S608 (our own constants)
"""SQL: the lost messages about the sale whose id is `sale`, as JSON for `lost_messages`."""

_TITLES = {
    "sms": N_("Le SMS n’a pas pu partir"),
    "email": N_("L’e-mail n’a pas pu partir"),
}
_ADVICE = {
    "code": N_(
        "Le client n’a pas reçu son code de signature (%(to)s). Vérifiez ses coordonnées avec lui, "
        "puis envoyez un nouveau code."
    ),
    "documents": N_(
        "Le client n’a pas reçu l’information précontractuelle (%(to)s). Tant que rien n’est "
        "signé, corrigez ses coordonnées : un nouveau lien part. Ensuite, remettez-la-lui sur "
        "papier."
    ),
    "signing": N_(
        "Le client n’a pas reçu le lien pour signer (%(to)s). Vérifiez ses coordonnées avec lui, "
        "puis renvoyez le lien."
    ),
    "contract": N_(
        "Le client n’a pas reçu le lien vers son contrat (%(to)s). Appelez-le pour vérifier ses "
        "coordonnées, et envoyez-lui la copie par courrier."
    ),
}


@dataclass(frozen=True, slots=True)
class LostMessage:
    """A message that never left: its kind, its channel and its recipient, masked."""

    kind: str
    channel: str
    to: str

    def title(self, words: Words) -> str:
        """What happened."""
        return words.gettext(_TITLES[self.channel])

    def advice(self, words: Words) -> str:
        """What the customer lacks by it, and what to do."""
        return words.gettext(_ADVICE[self.kind], to=self.to)


def lost_messages(found: list[dict[str, Any]]) -> list[LostMessage]:
    """The messages in the JSON of `UNDELIVERED`; of several of a kind, the last one."""
    return list({one["kind"]: LostMessage(**one) for one in found}.values())
