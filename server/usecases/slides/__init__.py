"""Pictures and videos that walls show beside calls: uploaded, made small, given to walls."""
