"""What the information panel tells: slides of each kind, their order, and the pictures of a local folder."""
