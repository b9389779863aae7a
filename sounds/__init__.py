"""Clip banks for spoken calls, and the scripts that make them."""
