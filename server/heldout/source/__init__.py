"""Text, cells and coordinates: what the user wrote, before anything is understood."""
