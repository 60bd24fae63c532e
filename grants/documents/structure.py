"""Writes the reading order into the PDF: the structure tree of ISO 32000-1, 14.7."""

from pikepdf import Array, Dictionary, Name, Object, Pdf

from grants.documents.tagging import Element, Mark

_OWNERS = {"ListNumbering": Name.List, "Scope": Name.Table}


class StructureWriter:
    """Turns elements into PDF objects and remembers which object owns each mark of each page."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._owners: dict[int, dict[int, Object]] = {}

    def write(self, root: Element) -> None:
        tree = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = Array([self._object(root, parent=tree)])
        tree.ParentTree = self._pdf.make_indirect(Dictionary(Nums=self._numbers()))
        tree.ParentTreeNextKey = len(self._pdf.pages)
        self._pdf.Root.StructTreeRoot = tree
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _object(self, element: Element, *, parent: Object) -> Object:
        made = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.role), P=parent))
        if element.attributes:
            made.A = _attributes(element.attributes)
        made.K = Array([self._inside(piece, owner=made) for piece in element.inside])
        return made

    def _inside(self, piece: Element | Mark, *, owner: Object) -> Object:
        if isinstance(piece, Element):
            return self._object(piece, parent=owner)
        self._owners.setdefault(piece.page, {})[piece.number] = owner
        page = self._pdf.pages[piece.page - 1].obj
        return Dictionary(Type=Name.MCR, Pg=page, MCID=piece.number)

    def _numbers(self) -> Array:
        numbers = Array()
        for index, page in enumerate(self._pdf.pages):
            page.obj.StructParents = index
            page.obj.Tabs = Name.S
            owners = self._owners.get(index + 1, {})
            numbers.append(index)
            numbers.append(self._pdf.make_indirect(Array([owners[number] for number in range(len(owners))])))
        return numbers


def _attributes(attributes: dict[str, str]) -> Object:
    ((name, value),) = attributes.items()
    return Dictionary({"/O": _OWNERS[name], f"/{name}": Name("/" + value)})
