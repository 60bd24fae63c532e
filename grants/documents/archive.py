"""Makes the PDF fit to keep for decades: PDF/A-2a and PDF/UA-1 metadata, colour and character maps."""

from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import ImageCms

from grants.documents.blocks import Document
from grants.documents.saving import saved
from grants.documents.structure import StructureWriter
from grants.documents.tagging import Element

_MADE_AT = slice(24, 36)  # where an ICC profile says when it was made (ICC.1, 7.2): fixed, so bytes repeat
_FIRST_DAY = bytes.fromhex("07d0 0001 0001 0000 0000 0000")  # 1 January 2000


def archived(pages: bytes, *, document: Document, root: Element) -> bytes:
    with Pdf.open(BytesIO(pages)) as pdf:
        StructureWriter(pdf).write(root)
        _say_what_it_is(pdf, document)
        _add_colour(pdf)
        _repair_character_maps(pdf)
        return saved(pdf)


def _say_what_it_is(pdf: Pdf, document: Document) -> None:
    catalog = pdf.Root
    catalog.Lang = String(document.language)
    catalog.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    catalog.Metadata = Stream(pdf, _metadata(document), Type=Name.Metadata, Subtype=Name.XML)
    del pdf.docinfo
    pdf.docinfo["/Title"] = String(document.title)
    pdf.docinfo["/Subject"] = String(document.subject)
    pdf.docinfo["/Author"] = String(document.author)


def _metadata(document: Document) -> bytes:
    return _XMP.format(
        title=escape(document.title),
        subject=escape(document.subject),
        author=escape(document.author),
        language=escape(document.language),
    ).encode()


def _add_colour(pdf: Pdf) -> None:
    profile = pdf.make_stream(_srgb(), N=3, Alternate=Name.DeviceRGB)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


@cache
def _srgb() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_MADE_AT] = _FIRST_DAY
    return bytes(profile)


def _repair_character_maps(pdf: Pdf) -> None:
    """ReportLab maps unused codes to U+0000, which no text may contain (ISO 14289-1, 7.21.7)."""
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.Font and "/ToUnicode" in item:
            item.ToUnicode.write(item.ToUnicode.read_bytes().replace(b"<0000>", b"<0020>"))


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 this file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
