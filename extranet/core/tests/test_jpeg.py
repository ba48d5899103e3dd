"""What is a photo we keep, and what is not."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from extranet.core.jpeg import LONGEST_SIDE, MOST_BYTES, NotAPhoto, check_photo
from extranet.testing.pictures import camera_file, photo


def refusal(content: bytes) -> str:
    with pytest.raises(NotAPhoto) as caught:
        check_photo(content)
    return caught.value.code


def saved(kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(written, kind, **options)
    return written.getvalue()


def test_a_photo_of_a_tablet_is_kept() -> None:
    check_photo(photo())
    check_photo(photo(LONGEST_SIDE, 1200))
    check_photo(saved("JPEG", progressive=True))
    check_photo(saved("JPEG", icc_profile=b"a profile of colours"))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "PDF"])
def test_other_files_are_no_photos(kind: str) -> None:
    assert refusal(saved(kind)) == "not_jpeg"


@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"\xff\xd8\xff\xd9", b"<svg/>"])
def test_nothing_and_next_to_nothing_are_no_photos(content: bytes) -> None:
    assert refusal(content) == "not_jpeg"


def test_where_it_was_taken_is_refused() -> None:
    assert refusal(camera_file(640, 480)) == "metadata"
    assert refusal(saved("JPEG", comment="Lyon")) == "metadata"


def test_a_photo_has_its_limits() -> None:
    assert refusal(photo(LONGEST_SIDE + 4, 400)) == "too_large"
    assert refusal(photo(400, LONGEST_SIDE + 4)) == "too_large"
    assert refusal(photo() + bytes(MOST_BYTES)) == "too_large"


def test_nothing_hides_behind_the_picture() -> None:
    assert refusal(photo() + b"more\xff\xd9") == "not_jpeg"
    assert refusal(photo() + photo()) == "not_jpeg"


@given(place=st.integers(0), length=st.integers(0, 400), other=st.binary(max_size=40))
def test_whatever_arrives_is_kept_or_refused(place: int, length: int, other: bytes) -> None:
    whole = photo(64, 48)
    place %= len(whole)
    try:
        check_photo(whole[:place] + other + whole[place + length :])
    except NotAPhoto as refused:
        assert refused.code in ("not_jpeg", "metadata", "too_large")
