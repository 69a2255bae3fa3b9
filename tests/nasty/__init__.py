"""Files as enemies and broken tools write them, made when a test asks."""
