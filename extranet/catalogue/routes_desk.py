"""The catalogue at the desk: every product, and the picture of one."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from extranet.catalogue import pictures
from extranet.catalogue.listing import list_products, load_product
from extranet.catalogue.pictures import PictureRefused
from extranet.core.access import Permission
from extranet.core.doors import needs
from extranet.core.forms import Form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of

PATH = "/catalogue"
PERIODS = {
    "once": N_("en une fois"),
    "month": N_("par mois"),
    "quarter": N_("par trimestre"),
    "year": N_("par an"),
}
NATURES = {
    "service": N_("Service"),
    "goods": N_("Bien"),
    "regular_delivery": N_("Livraisons régulières"),
}
_ONE = PATH + "/{product_id:uuid}"
_MULTIPART = 100_000
"""What a form weighs besides its file."""
_REFUSED = {
    "empty": N_("Choisissez une image."),
    "too_large": N_(
        "Cette image est trop lourde. Choisissez-en une plus petite, de 200 Ko au plus."
    ),
    "not_jpeg": N_("Ce fichier n’est pas une image lisible. Choisissez une photo JPEG."),
    "metadata": N_(
        "Cette image dit où, quand ou avec quoi elle a été faite. "
        "Enregistrez-la sans ces informations, puis recommencez."
    ),
}

Browser = Request[Any, Any, Any]


@get(PATH, guards=needs(Permission.CATALOGUE_KEEP))
async def show_list(request: Browser) -> Response[str]:
    """Every product, with what it looks like on the tablets."""
    products = await list_products(actor_of(request))
    bare = sum(one.active and one.picture is None for one in products)
    return page(request, "catalogue/list.html", products=products, bare=bare, periods=PERIODS)


@get(_ONE, guards=needs(Permission.CATALOGUE_KEEP))
async def show_product(request: Browser, product_id: FromPath[UUID]) -> Response[str]:
    """A product, and the form of its picture."""
    return await _product(request, product_id)


@post(
    _ONE + "/picture",
    status_code=HTTP_200_OK,
    request_max_body_size=pictures.MOST_BYTES + _MULTIPART,
    guards=needs(Permission.CATALOGUE_KEEP),
)
async def keep(request: Browser, product_id: FromPath[UUID]) -> Response[Any]:
    """Give the product its picture."""
    given = (await request.form()).get("picture")
    content = await given.read(pictures.MOST_BYTES + 1) if isinstance(given, UploadFile) else b""
    try:
        await pictures.keep_picture(actor_of(request), product_id, content)
    except PictureRefused as refused:
        form: Form[Any] = Form()
        form.refuse("picture", _REFUSED[refused.code])
        return await _product(request, product_id, form)
    return see_other(request, f"{PATH}/{product_id}?news=kept")


@post(_ONE + "/picture/remove", status_code=HTTP_200_OK, guards=needs(Permission.CATALOGUE_KEEP))
async def remove(request: Browser, product_id: FromPath[UUID]) -> Response[Any]:
    """Take the picture of the product away."""
    await pictures.remove_picture(actor_of(request), product_id)
    return see_other(request, f"{PATH}/{product_id}?news=removed")


async def _product(
    request: Browser, product_id: UUID, form: Form[Any] | None = None
) -> Response[str]:
    return page(
        request,
        "catalogue/product.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        product=await load_product(actor_of(request), product_id),
        periods=PERIODS,
        natures=NATURES,
        news=request.query_params.get("news", ""),
    )


routes = [show_list, show_product, keep, remove]
