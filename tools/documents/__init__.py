"""What writes a page of the documents, or the alert rules, from what the product itself knows."""
