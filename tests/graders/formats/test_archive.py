"""Zips that people upload: names that lead elsewhere, links, bombs, lies."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.formats.archive import ArchiveRefused, read_zip, write_zip


def zipped(*members, method=zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of (name or ZipInfo, content)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content, method)
    return out.getvalue()


def special(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


NAMES = st.text("abc.", min_size=1, max_size=5).filter(lambda name: name.strip("."))


@given(st.dictionaries(NAMES, st.binary(max_size=50), max_size=8))
def test_what_is_written_is_read(files):
    assert read_zip(write_zip(files)) == files


@pytest.mark.parametrize(
    ("members", "why", "member"),
    [
        ([("/etc/passwd", "")], "'/etc/passwd' is no plain relative name.", "/etc/passwd"),
        ([("a/../../b", "")], "'a/../../b' leads out of the archive.", "a/../../b"),
        ([("a\\b", "")], "'a\\\\b' is no plain relative name.", "a\\b"),
        ([("C:b", "")], "'C:b' is no plain relative name.", "C:b"),
        ([("a//b", "")], "'a//b' is no plain relative name.", "a//b"),
        ([("a\nb", "")], "'a\\nb' is no plain relative name.", "a\nb"),
        ([(special("l", stat.S_IFLNK | 0o777), "/etc/passwd")], "'l' is a link; a package holds plain files only.", "l"),
        ([(special("p", stat.S_IFIFO | 0o600), "")], "'p' is neither a file nor a folder.", "p"),
        ([("a", ""), ("A", "")], "'A' is there twice, also as 'a'.", "A"),
        ([("a", ""), ("a/b", "")], "'a/b' lies in 'a', which is a file.", "a/b"),
        ([("bomb", bytes(5 << 20))], "'bomb' is larger than 4 MiB when unpacked.", "bomb"),
        ([(f"{n}", bytes(4 << 20)) for n in range(5)], "'4' makes the package too large when unpacked.", "4"),
        ([(f"{n}", "") for n in range(2001)], "The archive has more than 2000 files.", None),
    ],
)  # fmt: skip
def test_a_member_that_is_dangerous_is_named(members, why, member):
    with pytest.raises(ArchiveRefused) as refused:
        read_zip(zipped(*members))
    assert (str(refused.value), refused.value.member) == (why, member)


def test_sizes_in_the_archive_are_not_believed():
    data = bytearray(zipped(("bomb", bytes(5 << 20))))
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)  # the central directory says 10 bytes
    with pytest.raises(ArchiveRefused):
        read_zip(bytes(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(method):
    with pytest.raises(ArchiveRefused, match="'a' is packed in a way that is not read"):
        read_zip(zipped(("a", "x"), method=method))


@pytest.mark.parametrize(
    "data", [b"", b"PK", zipped(("a", "b" * 100))[:-30]], ids=["nothing", "a beginning", "cut short"]
)
def test_what_is_no_zip_is_refused(data):
    with pytest.raises(ArchiveRefused, match="This is no zip that can be read"):
        read_zip(data)


def test_an_archive_that_is_too_large_is_not_opened():
    with pytest.raises(ArchiveRefused, match=r"The archive is larger than 16 MiB\."):
        read_zip(bytes((16 << 20) + 1))
