"""What speech and time both lean on."""
