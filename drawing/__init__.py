"""What draws on a pygame surface and knows no wall and no kiosk: fonts, icons, colours, wrapping."""
