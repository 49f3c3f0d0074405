"""A stand-in for Telegram's Bot API: strict on parameters, limits, retries and order, as read in its source."""
