"""The kiosk: buttons with lamps, and a printer that hands out tickets."""
