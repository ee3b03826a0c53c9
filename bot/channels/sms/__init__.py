"""SMS: one channel for each gateway, over whatever the gateway speaks."""
