"""The windows pages are looked at in: a tablet held both ways, a phone, a desk."""

SIZES = {
    "landscape": (1180, 820),
    "portrait": (820, 1180),
    "phone": (390, 844),
    "desk": (1440, 900),
}
