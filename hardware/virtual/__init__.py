"""Virtual hardware that is shipped: panel, printer, and the window through which both are driven."""
