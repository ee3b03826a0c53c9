"""What every talk leans on: as whom somebody acts, what is begun, pages, files."""
