"""Drawing a scene with pygame: 1920 x 1080 design pixels, scaled to whatever surface there is."""
