"""What the hub answers. To a change it is kept with its `request_id`, so a repeat reads the same."""
