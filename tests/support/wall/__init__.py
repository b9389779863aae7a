"""Walls in tests: halls, boards, pictures, sound."""
