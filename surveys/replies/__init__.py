"""Typed words or a button -> a coded value, a command, or why it was not understood. Pure.

What people say stands in config/texts/chat.yaml, under `words`, in every language shipped; all languages are
always understood. Nothing is guessed: when two readings are about equally likely, we ask again.
"""

from surveys.replies.lists import items
from surveys.replies.meanings import Command, Meaning, Reply, Unclear, Understood, Words
from surveys.replies.spoken import command
from surveys.replies.understanding import understand

__all__ = ["Command", "Meaning", "Reply", "Unclear", "Understood", "Words", "command", "items", "understand"]
