"""Readers of QR codes and barcodes that type what they read, as a keyboard does."""
