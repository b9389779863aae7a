"""What walls and voices are measured by: frames, calls shown and spoken, a rush, hearing."""
