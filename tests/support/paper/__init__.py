"""Papers in every state, their approved pictures, and a printer's head that knows nothing of the product."""
