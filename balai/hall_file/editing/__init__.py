"""A hall's file as it is edited: a draft with its rows, differences between files, comments that stay."""
