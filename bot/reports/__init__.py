"""Reports: the key figures read, and written as text, tables, a page and pictures; nothing here changes them."""
