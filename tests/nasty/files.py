"""Small files of each kind, whole or spoilt."""

import gzip
import io
import tarfile
import zipfile


def zipped(members, *, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(members, *, special=()):
    """A tar archive of files, and of links and devices that are given as they are."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members.items():
            data = content if isinstance(content, bytes) else content.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        for name, kind, target in special:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            archive.addfile(member)
    return buffer.getvalue()


def pdf(*pages, info="", encrypted=False):
    """A PDF whose pages are lists of (x, y, size, text), in the order in which they are drawn."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        drawing = "\n".join(_drawn(*line) for line in page)
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
            f"{5 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
        ]
    objects.append(f"<< {info} >>")
    locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
    trailer = f"/Root 1 0 R /Info {len(objects)} 0 R /ID [<00><00>] {locked if encrypted else ''}"
    return _with_table(objects, trailer)


def _drawn(x, y, size, text):
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET"


def _with_table(objects, trailer):
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return data + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n"
    ).encode("cp1252")


def warc(*pages, kind="response"):
    """A crawl of (address, content type, status, page)."""
    data = b""
    for address, content_type, status, page in pages:
        body = page.encode()
        if kind == "response":
            head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n\r\n"
            body, content_type = head.encode() + body, "application/http; msgtype=response"
        data += (
            (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
                "WARC-Date: 2024-05-15T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
                f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
            ).encode()
            + body
            + b"\r\n\r\n"
        )
    return data


def packed(data):
    return gzip.compress(data, mtime=0)
