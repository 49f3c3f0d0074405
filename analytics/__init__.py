"""Reads stored answers and turns them into outcome indicators. Never asks, never changes an answer."""
