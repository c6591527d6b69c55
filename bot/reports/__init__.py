"""Reports written down and drawn: as tables, as pictures, as a page; nothing here sends or changes anything."""
