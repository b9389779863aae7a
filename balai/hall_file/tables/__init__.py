"""Tables that people keep in a spreadsheet, understood row by row as edits of a draft. Pure."""
