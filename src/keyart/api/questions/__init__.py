"""Questions, and changes of what they name, by HTTP: `routes` derives routes from definitions."""
