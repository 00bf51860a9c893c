"""Root of the custom integrations, so that tests can import them."""
