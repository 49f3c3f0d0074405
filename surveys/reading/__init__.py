"""How hard a text is to read: sentences, syllables, words, grammar. No server needs it."""
