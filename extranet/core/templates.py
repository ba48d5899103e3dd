"""The Jinja2 templates of pages and messages, in the reader's language."""

from functools import cache
from typing import Any

import jinja2

from extranet.core.assets import asset
from extranet.core.i18n import words
from extranet.core.modules import modules_of
from extranet.core.sealed_box import public_key
from extranet.core.settings import ROOT
from extranet.core.unbroken import unbroken


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOT / "templates"),
        # Texts of SMS and plain e-mails are no HTML: « D’Alès & Fils » stays as written.
        autoescape=jinja2.select_autoescape(disabled_extensions=("txt",), default=True),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        cache_size=400,
    )
    environment.filters["unbroken"] = unbroken
    environment.globals.update(asset=asset, modules_of=modules_of, box_key=public_key)
    return environment


@cache
def environment_of(locale: str) -> jinja2.Environment:
    """The environment of one language: components write their own words in it."""
    environment = _environment().overlay()
    speech = words(locale)
    environment.globals = {
        **environment.globals,
        "_": speech.gettext,
        "gettext": speech.gettext,
        "ngettext": speech.ngettext,
        "locale": locale,
        "money": speech.money,
        "number": speech.number,
        "date": speech.date,
        "datetime": speech.datetime,
        "span": speech.span,
        "phone": speech.phone,
    }
    return environment


def render_text(template: str, locale: str, **context: Any) -> str:
    """Render a text template (a message) in `locale`."""
    return environment_of(locale).get_template(template).render(**context)
