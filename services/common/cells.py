"""Cells of CSV files that people open in a spreadsheet.

A spreadsheet runs a cell that begins with = + - @ (in either width), a tab or a line break as a
formula, and names in a file may be anybody's. An apostrophe in front makes it a text.
"""

_RUN = tuple("=+-@\t\r\n＝＋－＠")


def to_cell(text: str) -> str:
    """`text` as a cell that shows it; one more apostrophe before one, so it can be read back."""
    return f"'{text}" if text.startswith((*_RUN, "'")) else text


def from_cell(cell: str) -> str:
    """The text of a cell that `to_cell` made."""
    text = cell.removeprefix("'")
    return text if to_cell(text) == cell else cell
