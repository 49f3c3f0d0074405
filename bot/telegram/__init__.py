"""Telegram: the only part that imports `telegram`. Updates become steps of a conversation, outbox rows messages."""
