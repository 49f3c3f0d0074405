"""The demonstration: an invented region whose invented people answer through the real engine. Nothing here exists."""
