"""Pages in tests: a real browser, and stages for pages."""
