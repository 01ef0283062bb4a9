"""Numbers that say what they claim to say."""
