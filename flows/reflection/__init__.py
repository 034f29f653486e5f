"""/reflexion: questions that make people think; what one knows is scored, what one feels is not."""
