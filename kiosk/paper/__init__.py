"""Tickets and vouchers as pictures of dots."""
