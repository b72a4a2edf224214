"""Addresses to which news no longer goes: their server said no, or their owner said stop. See actions.py."""
