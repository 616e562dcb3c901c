"""From bytes at a door to stored resources and an acknowledgement."""
