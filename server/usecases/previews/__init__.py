"""What a manager sees and hears of the settings before they are in force: made by the parts themselves."""
