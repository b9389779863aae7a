"""The front made of a touch screen: what a visitor sees, touches, and hears by keys."""
