"""Where resources, messages, deliveries and the trail of accesses are kept."""
