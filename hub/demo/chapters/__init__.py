"""The chapters of the story, in order. Each is a coroutine that takes the stage and checks what it claims."""
