"""A kiosk's touch screen without a kiosk: halls, visitors' ways, and the pictures of them."""
