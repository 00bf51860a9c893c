"""Changes the lower floors a little, again and again, and asks whether a test notices."""
