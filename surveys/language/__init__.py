"""Words as people type them: made clean, compared, masked. Used by bot and analytics alike."""
