"""Real pictures for the tests: photos as a tablet sends them, and files as a camera writes them."""

import hashlib
import io
import random

from PIL import Image

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def photo(width: int = 320, height: int = 240, seed: int = 1, quality: int = 80) -> bytes:
    """A JPEG without metadata; noise, so that it weighs something and no two are alike."""
    return _jpeg(_noise(width, height, seed), quality)


def camera_file(width: int = 2400, height: int = 1800, seed: int = 1) -> bytes:
    """A JPEG as a phone writes it: lying on its side, made by somebody, taken in Lyon."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turn it by a quarter to see it upright
    exif[MAKE] = "PalierCam"
    exif[GPS] = {1: "N", 2: (45.0, 45.0, 49.0), 3: "E", 4: (4.0, 50.0, 6.0)}
    return _jpeg(_noise(width, height, seed), 80, exif)


def named(content: bytes) -> dict[str, object]:
    """What an answer holds of a photo."""
    digest = hashlib.sha256(content).hexdigest()
    return {"sha256": digest, "bytes": len(content), "type": "image/jpeg"}


def _noise(width: int, height: int, seed: int) -> Image.Image:
    small = random.Random(seed).randbytes((width // 4) * (height // 4) * 3)  # noqa: S311 (replayable)
    return Image.frombytes("RGB", (width // 4, height // 4), small).resize((width, height))


def _jpeg(image: Image.Image, quality: int, exif: Image.Exif | None = None) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality, **({"exif": exif} if exif else {}))
    return written.getvalue()
