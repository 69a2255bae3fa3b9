"""Who is who: mentions become entities, with reasons."""
