"""Routes of a hall's settings: the shared draft and the versions."""
