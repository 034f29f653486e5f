"""Teams: an actor each, with a queue of its own, so that nothing two people do at once can collide."""
