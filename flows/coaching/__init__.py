"""`/coach`: what a coach does with her teams, in areas of which each is a part of one dialogue."""
