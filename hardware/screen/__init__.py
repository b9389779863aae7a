"""Where a picture goes: a window, the whole screen, or a surface that nobody sees."""
