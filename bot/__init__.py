"""How we speak with people: channels, help, what is said when. Decides nothing about questions."""
