"""The story of a contract, from the first step of the sale to the last act, oldest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from extranet.contracts.dossier import Dossier, Facts
from extranet.contracts.states import LABELS, TONES, ContractState
from extranet.core.i18n import Words
from wizard.journey import Locale


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as the timeline shows it."""

    at: datetime
    title: str
    icon: str
    tone: str = "neutral"
    text: str = ""


def tell(dossier: Dossier, words: Words) -> list[dict[str, str]]:
    """The entries of the timeline component, in the reader's language."""
    # In the order of things, which stands where several happen within the same second.
    events = [
        _opening(dossier, words),
        *_steps(dossier, words),
        *_handover(dossier, words),
        *_signature(dossier, words),
        *_moves(dossier, words),
    ]
    return [
        {
            "title": event.title,
            "when": words.datetime(event.at),
            "icon": event.icon,
            "tone": event.tone,
            "text": event.text,
        }
        for event in sorted(events, key=lambda event: event.at.replace(microsecond=0))
    ]


def _opening(dossier: Dossier, words: Words) -> Event:
    return Event(
        dossier.sale.opened_at,
        words.gettext("Vente %(number)s ouverte", number=dossier.sale.number),
        "door-open",
        text=words.gettext("par %(name)s", name=dossier.adviser_name),
    )


def _handover(dossier: Dossier, words: Words) -> Iterator[Event]:
    given = dossier.sale.handover
    if given:
        yield Event(
            given.handed_at,
            words.gettext("Information précontractuelle remise"),
            "file-text",
            text=_way(given.channel, given.masked_destination, words),
        )


def _steps(dossier: Dossier, words: Words) -> Iterator[Event]:
    """The steps as they arrived, each by its question; those that came together are one event."""
    locale: Locale = "en" if words.locale == "en" else "fr"
    titles = {
        step.name: words.gettext(step.title.in_(locale)) for step in dossier.sale.journey.steps
    }
    run: list[Facts] = []
    for step in [*dossier.received, None]:
        if run and (step is None or (step["at"] - run[-1]["at"]).total_seconds() > 1):
            names = [titles[one["step"]] for one in run if one["step"] in titles]
            if len(run) == len(names) == 1:
                yield Event(run[0]["at"], names[0], "check")
            else:
                title = words.ngettext("%(count)s étape reçue", "%(count)s étapes reçues", len(run))
                yield Event(run[-1]["at"], title, "cloud-check", text="\n".join(names))
            run = []
        if step is not None:
            run.append(step)


def _signature(dossier: Dossier, words: Words) -> Iterator[Event]:
    if dossier.sale.signature:
        yield Event(
            dossier.sale.signature.drawn_at,
            words.gettext("Signé par le client"),
            "signature",
            "info",
        )
    for code in dossier.codes:
        where = _way(code["channel"], code["to"], words)
        yield Event(code["at"], words.gettext("Code envoyé"), "smartphone", text=where)
        if code["confirmed_at"]:
            yield Event(
                code["confirmed_at"],
                words.gettext("Code confirmé : la vente est conclue"),
                "badge-check",
                "success",
            )


def _moves(dossier: Dossier, words: Words) -> Iterator[Event]:
    for move in dossier.moves:
        state = ContractState(move["to"])
        title = words.gettext("Contrat : %(state)s", state=words.gettext(LABELS[state]).lower())
        if not move["from"]:
            title = words.gettext("Contrat %(number)s ouvert", number=dossier.number)
        by = words.gettext("par %(name)s", name=move["by"])
        text = f"{by}\n{move['reason']}" if move["reason"] else by
        yield Event(move["at"], title, "file-check", TONES[state], text)


def _way(channel: str, destination: str, words: Words) -> str:
    if channel == "sms":
        return words.gettext("par SMS au %(number)s", number=destination)
    if channel == "email":
        return words.gettext("par e-mail à %(address)s", address=destination)
    return words.gettext("sur papier")
